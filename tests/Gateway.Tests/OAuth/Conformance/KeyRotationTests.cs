using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AuthServe.Gateway.Tests.Tokens;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Conformance;

/// <summary>Dynamic OP, with a client that is registered by hand: a client that signs changes its key and keeps its refresh tokens.</summary>
public sealed class KeyRotationTests(Suite suite) : IClassFixture<Suite>
{
    [Fact, Trait(Suite.Trait, "oidcc-refresh-token-rp-key-rotation")]
    public async Task A_refresh_token_outlives_the_key_of_its_client()
    {
        using var before = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var after = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var app = await RelyingParty.RegisterAsync(suite.Owner, jwks: Set(before));
        var verifier = RelyingParty.NewVerifier();
        var code = await app.GetCodeAsync(suite.Owner.Name, verifier, "openid offline_access");
        var tokens = (await app.TokenAsync(
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", app.RedirectUri), ("code_verifier", verifier),
            Assertion.Type, Assertion.By(before, app))).Expect(HttpStatusCode.OK);

        (await suite.Owner.PatchAsync($"/v1/clients/{app.Id}", new JsonObject { ["jwks"] = Set(after) })).Expect(HttpStatusCode.OK);
        Task<Answer> RefreshAsync(ECDsa key) => app.TokenAsync(
            ("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"]), Assertion.Type, Assertion.By(key, app));

        Assert.Equal("invalid_client", (await RefreshAsync(before))["error"]);
        Assert.Equal(suite.Owner.UserId, (string?)Jwt.Read((await RefreshAsync(after)).Expect(HttpStatusCode.OK)["id_token"]).Claims["sub"]);
    }

    private static JsonObject Set(ECDsa key) => new() { ["keys"] = new JsonArray(Jwt.JwkOf(key, "the-key")) };

    /// <summary>How the client shows that it has the key (OpenID Connect Core 1.0, section 9).</summary>
    private static class Assertion
    {
        public static readonly (string, string) Type = ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");

        public static (string, string) By(ECDsa key, RelyingParty app)
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            var header = new JsonObject { ["alg"] = "ES256", ["kid"] = "the-key", ["typ"] = "client-authentication+jwt" };
            var claims = new JsonObject
            {
                ["iss"] = app.Id,
                ["sub"] = app.Id,
                ["aud"] = Suite.Issuer,
                ["jti"] = Guid.NewGuid().ToString(),
                ["iat"] = now,
                ["exp"] = now + 60,
            };
            return ("client_assertion", new Jwt(header, claims, []).SignedBy(key));
        }
    }
}
