using System.Net;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth;

/// <summary>What a page of another origin may call from a browser.</summary>
public sealed class CrossOriginTests(Service service)
{
    private const string Origin = "https://app.example";

    [Theory]
    [InlineData("/.well-known/openid-configuration", "GET")]
    [InlineData("/.well-known/oauth-authorization-server", "GET")]
    [InlineData("/.well-known/jwks.json", "GET")]
    [InlineData("/oauth2/token", "POST")]
    [InlineData("/oauth2/par", "POST")]
    [InlineData("/oauth2/revoke", "POST")]
    [InlineData("/oauth2/userinfo", "GET")]
    public async Task What_clients_in_a_browser_need_is_open_without_cookies(string path, string method)
    {
        var answer = (await AskBeforeAsync(path, method)).Expect(HttpStatusCode.NoContent);

        Assert.Equal(["*"], answer.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Contains("Authorization", answer.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("/oauth2/authorize", "GET")]
    [InlineData("/oauth2/logout", "POST")]
    [InlineData("/oauth2/introspect", "POST")]
    [InlineData("/sign-in", "POST")]
    [InlineData("/v1/login", "POST")]
    [InlineData("/v1/me", "GET")]
    public async Task Nothing_else_is_open(string path, string method)
    {
        var answer = await AskBeforeAsync(path, method);

        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_page_may_read_refusals_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/oauth2/userinfo") { Headers = { { "Origin", Origin } } };

        var answer = (await service.Api.SendAsync(request)).Expect(HttpStatusCode.Unauthorized);

        Assert.Equal(["*"], answer.Headers.GetValues("Access-Control-Allow-Origin"));
    }

    private async Task<Answer> AskBeforeAsync(string path, string method)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path)
        {
            Headers =
            {
                { "Origin", Origin },
                { "Access-Control-Request-Method", method },
                { "Access-Control-Request-Headers", "authorization,content-type" },
            },
        };
        return await service.Api.SendAsync(request);
    }
}
