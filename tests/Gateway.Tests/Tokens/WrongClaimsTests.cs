using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace AuthServe.Gateway.Tests.Tokens;

/// <summary>Tokens the service did sign that are no access tokens for it, or not any more (RFC 9068, section 4).</summary>
public sealed class WrongClaimsTests(Forger forger) : IClassFixture<Forger>
{
    public static MatrixTheoryData<string, string?> Texts =>
        new(["sub", "org_id", "iss", "aud"], [null, "\"\"", "null", "1", "{}", "[]", "\"alice\""]);

    [Theory]
    [InlineData("http://localhost:8000/")]
    [InlineData("http://LOCALHOST:8000")]
    [InlineData("https://localhost:8000")]
    [InlineData("http://localhost:8000@attacker.example")]
    [InlineData("http://localhost:80000")]
    public async Task Of_or_for_another_service(string service)
    {
        await RefusedAsync(forger.Genuine.WithClaim("iss", service));
        await RefusedAsync(forger.Genuine.WithClaim("aud", service));
        await RefusedAsync(forger.Genuine.WithClaim("aud", new JsonArray(service, "https://other.example")));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Without_what_every_access_token_says(string claim, string? value) =>
        await RefusedAsync(With(forger.Genuine, claim, value));

    [Theory]
    [InlineData(null)]
    [InlineData("JWT")]
    [InlineData("jwt")]
    [InlineData("id_token")]
    [InlineData("at+jws")]
    [InlineData("logout+jwt")]
    [InlineData("dpop+jwt")]
    [InlineData("")]
    public async Task Of_another_type(string? type) => await RefusedAsync(forger.Genuine.WithHeader("typ", type));

    [Fact]
    public async Task That_is_an_ID_token()
    {
        var token = forger.Genuine.WithClaim("scope", null).WithClaim("nonce", "n").WithClaim("roles", new JsonArray("owner"));

        await RefusedAsync(token.WithHeader("typ", "JWT").WithClaim("aud", "authserve"));
        await RefusedAsync(token.WithHeader("typ", "JWT"));
        await RefusedAsync(token.WithClaim("aud", "authserve"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("\"tomorrow\"")]
    [InlineData("\"\"")]
    [InlineData("{}")]
    [InlineData("[4102444800]")]
    [InlineData("true")]
    public async Task That_never_expires_or_says_so_in_no_number(string? expiry) => await RefusedAsync(With(forger.Genuine, "exp", expiry));

    [Theory]
    [InlineData(-60)]
    [InlineData(-3_600)]
    [InlineData(-1_000_000_000)]
    public async Task That_has_expired(long seconds) => await RefusedAsync(forger.Genuine.WithClaim("exp", Forger.Now + seconds));

    [Theory]
    [InlineData(60)]
    [InlineData(3_600)]
    [InlineData(1_000_000_000)]
    public async Task That_is_not_valid_yet(long seconds) => await RefusedAsync(forger.Genuine.WithClaim("nbf", Forger.Now + seconds));

    [Fact]
    public async Task That_is_valid_now_is_accepted_within_the_tolerance_of_clocks()
    {
        var token = forger.Genuine.WithClaim("exp", Forger.Now - 10).WithClaim("nbf", Forger.Now + 10);

        (await forger.TryAsync(token.SignedBy(forger.ServiceKey))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task That_is_for_other_services_too_is_accepted()
    {
        var token = forger.Genuine.WithClaim("aud", new JsonArray("https://other.example", "http://localhost:8000"));

        (await forger.TryAsync(token.SignedBy(forger.ServiceKey))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task With_an_extension_that_must_be_understood()
    {
        await RefusedAsync(forger.Genuine.WithHeader("crit", new JsonArray("b64")).WithHeader("b64", false));
        await RefusedAsync(forger.Genuine.WithHeader("crit", new JsonArray("exp")).WithHeader("exp", 0));
    }

    [Fact]
    public async Task Of_somebody_who_is_nobody_there()
    {
        await RefusedAsync(forger.Genuine.WithClaim("org_id", forger.Other.OrgId), "token.revoked");
        await RefusedAsync(forger.Genuine.WithClaim("sub", forger.Other.UserId), "token.revoked");
        await RefusedAsync(forger.Genuine.WithClaim("org_id", $"{Guid.CreateVersion7()}"), "token.revoked");
        await RefusedAsync(forger.Genuine.WithClaim("sub", $"{Guid.CreateVersion7()}"), "token.revoked");
        await RefusedAsync(forger.Genuine.WithClaim("sub", $"{Guid.Empty}"), "token.revoked");
    }

    [Fact]
    public async Task Without_a_scope_opens_nothing_that_needs_a_permission()
    {
        string?[] scopes = [null, "", "auth.user.readx", "auth", "all", "auth.user", "AUTH.USER.READ", "auth.user.read,auth.user.all", "*"];
        foreach (var scope in scopes)
        {
            var token = forger.Genuine.WithClaim("scope", scope).SignedBy(forger.ServiceKey);
            (await forger.Owner.Api.GetAsync("/v1/users", token)).ExpectProblem(HttpStatusCode.Forbidden, "permission.required");
        }
    }

    private async Task RefusedAsync(Jwt token, string code = "token.invalid") =>
        (await forger.TryAsync(token.SignedBy(forger.ServiceKey))).ExpectInvalidToken(code);

    // A claim that is null is not one that is missing.
    private static Jwt With(Jwt token, string claim, string? value)
    {
        var changed = token.WithClaim(claim, null);
        if (value is not null) changed.Claims[claim] = JsonNode.Parse(value);
        return changed;
    }
}
