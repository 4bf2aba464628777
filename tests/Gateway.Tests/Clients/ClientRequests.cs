using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace AuthServe.Gateway.Tests.Clients;

/// <summary>Registers clients, and makes keys for them.</summary>
internal static class ClientRequests
{
    public const string Callback = "https://billing.example.com/callback";

    /// <summary>Registers a client that acts for itself.</summary>
    public static async Task<Answer> AddClientAsync(this Session owner, object? body = null) =>
        (await owner.PostAsync("/v1/clients", body ?? new { name = "Billing" })).Expect(HttpStatusCode.Created);

    /// <summary>A body for a client that signs with these keys.</summary>
    public static JsonObject Signing(params JsonNode?[] keys) => new()
    {
        ["name"] = "Billing",
        ["token_endpoint_auth_method"] = "private_key_jwt",
        ["jwks"] = new JsonObject { ["keys"] = new JsonArray(keys) },
    };

    public static JsonObject EcKey(string kid = "1", string curve = "P-256")
    {
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName("nist" + curve.Replace("-", "", StringComparison.Ordinal)));
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new() { ["kty"] = "EC", ["kid"] = kid, ["crv"] = curve, ["x"] = Encode(point.X!), ["y"] = Encode(point.Y!) };
    }

    public static JsonObject RsaKey(string kid = "1", int bits = 2048)
    {
        using var key = RSA.Create(bits);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new() { ["kty"] = "RSA", ["kid"] = kid, ["n"] = Encode(parameters.Modulus!), ["e"] = Encode(parameters.Exponent!) };
    }

    /// <summary>The key with one member set, or taken away.</summary>
    public static JsonObject With(this JsonObject key, string member, JsonNode? value)
    {
        if (value is null) key.Remove(member);
        else key[member] = value;
        return key;
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
