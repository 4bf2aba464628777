using System.Net;
using System.Text;
using Xunit;

namespace AuthServe.Gateway.Tests.Tokens;

/// <summary>A token comes in the <c>Authorization</c> header and in no other way (RFC 6750, section 2.1).</summary>
public sealed class BearerTests(Forger forger) : IClassFixture<Forger>
{
    [Theory]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic {credentials}")]
    [InlineData("Basic {token}")]
    [InlineData("Token {token}")]
    [InlineData("DPoP {token}")]
    [InlineData("{token}")]
    [InlineData("BearerX {token}")]
    [InlineData("Bearer:{token}")]
    [InlineData("Bearer={token}")]
    public async Task Another_scheme_is_no_token(string header) => (await SendAsync(header)).ExpectMissingToken();

    [Theory]
    [InlineData("Bearer null")]
    [InlineData("Bearer .")]
    [InlineData("Bearer ..")]
    [InlineData("Bearer ...")]
    [InlineData("Bearer ....")]
    [InlineData("Bearer a.b.c")]
    [InlineData("Bearer *.*.*")]
    [InlineData("Bearer Bearer {token}")]
    [InlineData("Bearer {token} {token}")]
    [InlineData("Bearer {token},{token}")]
    [InlineData("Bearer {token}.")]
    [InlineData("Bearer .{token}")]
    [InlineData("Bearer {token}\tx")]
    [InlineData("Bearer {token}=")]
    [InlineData("Bearer \"{token}\"")]
    [InlineData("Bearer {credentials}")]
    public async Task What_is_no_token_is_refused(string header) => (await SendAsync(header)).ExpectInvalidToken();

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{}{}")]
    [InlineData("")]
    [InlineData("\ufeff{}")]
    public async Task A_part_that_is_no_object_is_refused(string part)
    {
        var (header, claims) = (forger.Genuine.Header.ToJsonString(), forger.Genuine.Claims.ToJsonString());

        (await forger.TryAsync(Jwt.Sign(Jwt.Join(part, claims), forger.ServiceKey))).ExpectInvalidToken();
        (await forger.TryAsync(Jwt.Sign(Jwt.Join(header, part), forger.ServiceKey))).ExpectInvalidToken();
    }

    [Fact]
    public async Task A_part_that_is_nested_deeply_or_is_not_UTF_8_is_refused()
    {
        var header = Jwt.Encode(Encoding.UTF8.GetBytes(forger.Genuine.Header.ToJsonString()));
        var deep = Jwt.Encode(Encoding.UTF8.GetBytes($"{{\"x\":{new string('[', 5_000)}{new string(']', 5_000)}}}"));
        var invalid = Jwt.Encode([.. "{\"sub\":\""u8, 0xff, 0xfe, .. "\"}"u8]);

        foreach (var part in new[] { deep, invalid })
        {
            (await forger.TryAsync(Jwt.Sign($"{header}.{part}", forger.ServiceKey))).ExpectInvalidToken();
            (await forger.TryAsync(Jwt.Sign($"{part}.{header}", forger.ServiceKey))).ExpectInvalidToken();
        }
    }

    [Fact]
    public async Task The_scheme_is_written_in_any_case()
    {
        (await SendAsync("bearer {token}")).Expect(HttpStatusCode.OK);
        (await SendAsync("BEARER {token}")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Two_headers_are_not_one_token()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
        request.Headers.TryAddWithoutValidation("Authorization", ["Bearer " + forger.Owner.Token, "Bearer " + forger.Other.Token]);

        (await forger.Owner.Api.SendAsync(request)).ExpectInvalidToken();
    }

    [Theory]
    [InlineData("access_token={token}")]
    [InlineData("token={token}")]
    [InlineData("authorization=Bearer%20{token}")]
    public async Task A_token_in_the_query_is_not_seen(string query) =>
        (await forger.Owner.Api.GetAsync("/v1/me?" + Fill(query))).ExpectMissingToken();

    [Theory]
    [InlineData("Cookie", "access_token={token}")]
    [InlineData("X-Access-Token", "{token}")]
    [InlineData("Proxy-Authorization", "Bearer {token}")]
    [InlineData("X-Forwarded-Authorization", "Bearer {token}")]
    public async Task A_token_in_another_header_is_not_seen(string name, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
        request.Headers.TryAddWithoutValidation(name, Fill(value));

        (await forger.Owner.Api.SendAsync(request)).ExpectMissingToken();
    }

    [Fact]
    public async Task A_token_in_the_body_is_not_seen() =>
        (await forger.Owner.Api.PostAsync("/v1/roles", new { name = "clerk", access_token = forger.Owner.Token })).ExpectMissingToken();

    [Fact]
    public async Task A_token_longer_than_headers_may_be_is_not_read()
    {
        var answer = await forger.TryAsync(forger.Genuine.WithClaim("pad", new string('x', 100_000)).SignedBy(forger.ServiceKey));

        answer.Expect(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    private Task<Answer> SendAsync(string header) => forger.TryHeaderAsync(Fill(header));

    private string Fill(string text)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{forger.Owner.Name}:{Api.Password}"));
        return text
            .Replace("{token}", forger.Owner.Token, StringComparison.Ordinal)
            .Replace("{credentials}", credentials, StringComparison.Ordinal);
    }
}
