using System.Text.Json.Nodes;
using AuthServe.Gateway.Tests.Tokens;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Conformance;

/// <summary>Config OP: the published keys (RFC 7517), check by check.</summary>
public sealed class JwksTests(PublicGateway gateway) : IClassFixture<PublicGateway>
{
    private const string Module = "oidcc-discovery-endpoint-verification/";

    private JsonObject[] Keys => [.. gateway.Keys.Json["keys"]!.AsArray().Select(key => key!.AsObject())];

    [Fact, Trait(Suite.Trait, Module + "FetchServerKeys")]
    public void The_keys_come_as_JSON()
    {
        Assert.Equal("application/json", gateway.Keys.ContentHeaders.ContentType?.MediaType);
        Assert.NotEmpty(Keys);
    }

    [Fact, Trait(Suite.Trait, Module + "EnsureJwksHasNoPrivateOrSymmetricKeyMaterial")]
    public void No_key_shows_more_than_its_public_part() =>
        Assert.All(Keys, key => Assert.Empty(key.Select(member => member.Key).Except(["alg", "crv", "kid", "kty", "use", "x", "y"])));

    [Fact, Trait(Suite.Trait, Module + "ValidateJwksStructure")]
    public void Every_key_says_what_it_is() =>
        Assert.All(Keys, key => Assert.Equal(("EC", "P-256", "ES256", "sig"), ((string?)key["kty"], (string?)key["crv"], (string?)key["alg"], (string?)key["use"])));

    [Fact, Trait(Suite.Trait, Module + "ParseUsableJwksKeys")]
    public void Every_key_is_a_point_on_its_curve() => Assert.All(Keys, jwk =>
    {
        using var key = Jwt.ReadJwk(jwk);
        Assert.Equal(256, key.KeySize);
    });

    [Fact, Trait(Suite.Trait, "oidcc-server/CheckDistinctKeyIdValueInServerJWKs")]
    public void Every_key_has_a_name_of_its_own()
    {
        var names = Keys.Select(key => (string?)key["kid"]).ToArray();

        Assert.DoesNotContain(names, string.IsNullOrEmpty);
        Assert.Distinct(names);
    }
}
