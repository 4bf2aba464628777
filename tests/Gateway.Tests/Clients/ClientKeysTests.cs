using System.Net;
using System.Text.Json.Nodes;
using AuthServe.Gateway.Tests.Input;
using Xunit;
using static AuthServe.Gateway.Tests.Clients.ClientRequests;

namespace AuthServe.Gateway.Tests.Clients;

/// <summary>A client that signs registers public keys, and nothing but public keys of a safe kind.</summary>
public sealed class ClientKeysTests(SharedOwner shared) : IClassFixture<SharedOwner>
{
    private static readonly Dictionary<string, (string Member, Func<JsonObject> Key)> Wrong = new(StringComparer.Ordinal)
    {
        ["a private EC key"] = ("d", () => EcKey().With("d", "AAAA")),
        ["a private RSA key"] = ("p", () => RsaKey().With("p", "AAAA")),
        ["a symmetric key"] = ("k", () => new() { ["kty"] = "oct", ["kid"] = "1", ["k"] = "AAAA" }),
        ["a kty that is not known"] = ("kty", () => EcKey().With("kty", "OKP")),
        ["no kty"] = ("kty", () => EcKey().With("kty", null)),
        ["no kid"] = ("kid", () => EcKey().With("kid", null)),
        ["an empty kid"] = ("kid", () => EcKey().With("kid", "")),
        ["a long kid"] = ("kid", () => EcKey().With("kid", new string('a', 201))),
        ["a kid that is not visible"] = ("kid", () => EcKey().With("kid", "a b")),
        ["a key to encrypt with"] = ("use", () => EcKey().With("use", "enc")),
        ["a key to sign with"] = ("key_ops", () => EcKey().With("key_ops", new JsonArray("sign"))),
        ["another curve"] = ("crv", () => EcKey().With("crv", "secp256k1")),
        ["no curve"] = ("crv", () => EcKey().With("crv", null)),
        ["the algorithm of another curve"] = ("alg", () => EcKey().With("alg", "ES384")),
        ["an RSA key with the algorithm of a curve"] = ("alg", () => RsaKey().With("alg", "ES256")),
        ["an algorithm without a key"] = ("alg", () => RsaKey().With("alg", "none")),
        ["no x"] = ("x", () => EcKey().With("x", null)),
        ["a short x"] = ("x", () => EcKey().With("x", "AAAA")),
        ["an x that is no base64url"] = ("x", () => EcKey().With("x", "+/+/")),
        ["a y of another curve"] = ("y", () => EcKey().With("y", EcKey(curve: "P-384")["y"]!.DeepClone())),
        ["a point that is not on the curve"] = ("x", () => EcKey().With("y", EcKey()["y"]!.DeepClone())),
        ["an RSA key of 1024 bits"] = ("n", () => RsaKey(bits: 1024)),
        ["an RSA key padded to 2048 bits"] = ("n", () => RsaKey().With("n", new string('A', 342))),
        ["an even modulus"] = ("n", () => RsaKey().With("n", new string('_', 340) + "_g")),
        ["no modulus"] = ("n", () => RsaKey().With("n", null)),
        ["no exponent"] = ("e", () => RsaKey().With("e", null)),
        ["an exponent of one"] = ("e", () => RsaKey().With("e", "AQ")),
        ["an even exponent"] = ("e", () => RsaKey().With("e", "AQAA")),
        ["an EC key with a modulus"] = ("n", () => EcKey().With("n", "AQAB")),
        ["an RSA key with a coordinate"] = ("x", () => RsaKey().With("x", "AQAB")),
        ["a certificate"] = ("x5u", () => EcKey().With("x5u", "https://evil.example/")),
    };

    public static TheoryData<string> Mistakes => new(Wrong.Keys);

    [Theory]
    [InlineData("P-256", "ES256")]
    [InlineData("P-384", "ES384")]
    [InlineData("P-521", "ES512")]
    public async Task Curves_are_taken(string curve, string algorithm)
    {
        var key = EcKey("a", curve).With("alg", algorithm).With("use", "sig").With("key_ops", new JsonArray("verify"));

        var made = await shared.Session.AddClientAsync(Signing(key));

        Assert.Null(made.Json["client_secret"]);
        Assert.Empty(made.Json["secrets"]!.AsArray());
        Assert.True(JsonNode.DeepEquals(key, made.Json["jwks"]!["keys"]![0]));
    }

    [Fact]
    public async Task RSA_keys_are_taken_and_several_at_once()
    {
        var made = await shared.Session.AddClientAsync(Signing(RsaKey("a"), RsaKey("b").With("alg", "PS256"), EcKey("c")));

        Assert.Equal(["a", "b", "c"], made.Json["jwks"]!["keys"]!.AsArray().Select(key => (string)key!["kid"]!));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_key_that_is_not_allowed_is_named(string name) =>
        (await PostAsync(Signing(EcKey("good"), Wrong[name].Key()))).ExpectInvalid($"jwks.keys[1].{Wrong[name].Member}");

    [Fact]
    public async Task A_set_has_one_to_ten_keys_each_with_a_name_of_its_own()
    {
        (await PostAsync(Signing())).ExpectInvalid("jwks.keys");
        (await PostAsync(Signing(null, null))).ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        (await PostAsync(Signing(EcKey("a"), EcKey("a")))).ExpectInvalid("jwks.keys[1].kid");
        (await PostAsync(Signing(Many(10)))).Expect(HttpStatusCode.Created);
        (await PostAsync(Signing(Many(11)))).ExpectInvalid("jwks.keys");
    }

    [Fact]
    public async Task Keys_belong_to_a_client_that_signs()
    {
        var body = Signing(EcKey());
        body["token_endpoint_auth_method"] = "client_secret_basic";

        (await PostAsync(body)).ExpectInvalid("jwks");
    }

    [Fact]
    public async Task A_client_may_turn_to_keys_and_back_to_a_secret()
    {
        var path = $"/v1/clients/{(await shared.Session.AddClientAsync())["client_id"]}";

        (await shared.Session.PatchAsync(path, new { token_endpoint_auth_method = "private_key_jwt" })).ExpectInvalid(code: "client.invalid");
        var signing = Signing(EcKey());
        signing.Remove("name");
        var turned = (await shared.Session.PatchAsync(path, signing)).Expect(HttpStatusCode.OK);
        (await shared.Session.PostAsync(path + "/secret", null)).ExpectConflict("client.no_secret");
        var back = (await shared.Session.PatchAsync(path, new { token_endpoint_auth_method = "client_secret_post" })).Expect(HttpStatusCode.OK);

        Assert.Empty(turned.Json["secrets"]!.AsArray());
        Assert.Null(back.Json["jwks"]);
        Assert.Empty(back.Json["secrets"]!.AsArray());
        (await shared.Session.PostAsync(path + "/secret", null)).Expect(HttpStatusCode.OK);
    }

    private Task<Answer> PostAsync(JsonObject body) => shared.Session.PostAsync("/v1/clients", body);

    private static JsonNode?[] Many(int count) => [.. Enumerable.Range(0, count).Select(number => EcKey($"{number}"))];
}
