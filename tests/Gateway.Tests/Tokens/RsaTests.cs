using System.Net;
using AuthServe.Gateway.Tests.OAuth;
using AuthServe.Support.Gateways;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Xunit;

namespace AuthServe.Gateway.Tests.Tokens;

public sealed class RsaTests
{
    [Fact]
    public async Task Tokens_are_signed_with_RS256_where_that_is_configured()
    {
        await using var database = await TestDatabase.CreateAsync(TestDatabase.ChosenEngine);
        await using var silo = await TestSilo.StartAsync([.. database.Settings, new("SigningKeys:Algorithm", "RS256")]);
        await using var gateway = await (await TestGateway.StartAsync([silo.GatewayPort])).ReadyAsync();
        var api = new Api(gateway.Http);
        var owner = await api.SignUpAsync();
        var app = await RelyingParty.RegisterAsync(owner);

        var tokens = await app.SignInAsync(owner.Name);

        var key = Assert.Single((await api.GetAsync("/.well-known/jwks.json")).Json["keys"]!.AsArray())!;
        Assert.Equal(("RSA", "RS256"), ((string?)key["kty"], (string?)key["alg"]));
        foreach (var token in (string[])[owner.Token, tokens["access_token"], tokens["id_token"]])
            Assert.Equal(("RS256", (string?)key["kid"]), ((string?)Jwt.Read(token).Header["alg"], (string?)Jwt.Read(token).Header["kid"]));
        (await api.GetAsync("/v1/me", tokens["access_token"])).Expect(HttpStatusCode.OK);
        Assert.True(await app.IsActiveAsync(tokens["access_token"]));
        Assert.Equal("RS256", (string?)(await api.GetAsync("/.well-known/openid-configuration")).Json["id_token_signing_alg_values_supported"]![0]);
    }
}
