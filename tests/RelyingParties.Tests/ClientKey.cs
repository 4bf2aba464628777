using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace AuthServe.RelyingParties.Tests;

/// <summary>The key pair (P-256) of a client that authenticates by signing.</summary>
internal sealed class ClientKey
{
    private const string KeyId = "key-of-the-client";

    private readonly ECParameters _key;

    public ClientKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _key = key.ExportParameters(includePrivateParameters: true);
    }

    /// <summary>What is registered.</summary>
    public JsonObject PublicKeys => new() { ["keys"] = new JsonArray(ToJwk()) };

    /// <summary>What the client keeps.</summary>
    public JsonObject PrivateKey
    {
        get
        {
            var jwk = ToJwk();
            jwk["d"] = Base64UrlEncoder.Encode(_key.D);
            return jwk;
        }
    }

    private JsonObject ToJwk() => new()
    {
        ["kty"] = "EC",
        ["crv"] = "P-256",
        ["x"] = Base64UrlEncoder.Encode(_key.Q.X),
        ["y"] = Base64UrlEncoder.Encode(_key.Q.Y),
        ["kid"] = KeyId,
        ["alg"] = "ES256",
        ["use"] = "sig",
    };
}
