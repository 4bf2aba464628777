using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AuthServe.Gateway.Tests.Tokens;

/// <summary>A token taken apart, to be put together otherwise (RFC 7515, section 7.1).</summary>
public sealed record Jwt(JsonObject Header, JsonObject Claims, byte[] Signature)
{
    // As JSON is written by the service, so that an unchanged token is the same text.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is signed.</summary>
    public string Content => Join(Header.ToJsonString(Plain), Claims.ToJsonString(Plain));

    public static Jwt Read(string token)
    {
        var parts = token.Split('.');
        return new(Parse(parts[0]), Parse(parts[1]), Base64Url.DecodeFromChars(parts[2]));
    }

    /// <summary>The same with other header parameters; null takes one away.</summary>
    public Jwt WithHeader(string name, JsonNode? value) => this with { Header = With(Header, name, value) };

    /// <summary>The same with another claim; null takes one away.</summary>
    public Jwt WithClaim(string name, JsonNode? value) => this with { Claims = With(Claims, name, value) };

    /// <summary>The token with the signature it has, right or not.</summary>
    public override string ToString() => $"{Content}.{Encode(Signature)}";

    /// <summary>The token, signed with ES256.</summary>
    public string SignedBy(ECDsa key) => Sign(Content, key);

    /// <summary>The token, signed with HS256.</summary>
    public string SignedBy(byte[] secret) => $"{Content}.{Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(Content)))}";

    /// <summary>Header and payload as they are given, whatever they are.</summary>
    public static string Join(string header, string payload) =>
        $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload))}";

    /// <summary>Content of any form, signed with ES256 (RFC 7518, section 3.4).</summary>
    public static string Sign(string content, ECDsa key) =>
        $"{content}.{Encode(key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256))}";

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>The public part of a key as a JWK (RFC 7518, section 6.2.1).</summary>
    public static JsonObject JwkOf(ECDsa key, string keyId)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new()
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["alg"] = "ES256",
            ["use"] = "sig",
            ["kid"] = keyId,
            ["x"] = Encode(point.X),
            ["y"] = Encode(point.Y),
        };
    }

    /// <summary>A key from its public part.</summary>
    public static ECDsa ReadJwk(JsonObject jwk) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new() { X = Base64Url.DecodeFromChars((string)jwk["x"]!), Y = Base64Url.DecodeFromChars((string)jwk["y"]!) },
    });

    private static JsonObject Parse(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();

    private static JsonObject With(JsonObject members, string name, JsonNode? value)
    {
        var copy = members.DeepClone().AsObject();
        if (value is null) copy.Remove(name);
        else copy[name] = value.DeepClone();
        return copy;
    }
}
