using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using AuthServe.Gateway.Json;
using AuthServe.GrainInterfaces.SigningKeys;
using Microsoft.IdentityModel.Tokens;

namespace AuthServe.Gateway.Security;

/// <summary>The cluster's key ring in the forms in which it is used, with what it has validated: another ring validates anew.</summary>
internal sealed class TokenKeySet
{
    private readonly FrozenDictionary<string, SigningCredentials> _byId;

    private TokenKeySet(KeyRing ring)
    {
        var keys = ring.Keys.Select(key => (key.Phase, Credentials: Import(key))).ToList();
        Version = ring.Version;
        // A silo that is older than this gateway names none.
        Protection = ring.ProtectionKeys.IsDefault ? [] : ring.ProtectionKeys;
        Signing = keys.Single(key => key.Phase == KeyPhase.Active).Credentials;
        Jwks = JsonSerializer.SerializeToUtf8Bytes(
            new JwksModel([.. keys.Select(key => JwkModel.From(key.Credentials))]), GatewayJson.Http.JwksModel);
        _byId = keys.ToFrozenDictionary(key => key.Credentials.Kid, key => key.Credentials, StringComparer.Ordinal);
    }

    /// <summary>The version of the ring.</summary>
    public long Version { get; }

    /// <summary>What protects cookies and the tokens of forms, newest first.</summary>
    public ImmutableArray<ProtectionKey> Protection { get; }

    /// <summary>The tokens that these keys have found valid.</summary>
    public ValidatedTokens Validated { get; } = new();

    /// <summary>What signs new tokens.</summary>
    public SigningCredentials Signing { get; }

    /// <summary>The algorithms that tokens may be signed with now.</summary>
    public ImmutableArray<string?> Algorithms => [.. _byId.Values.Select(key => key.Algorithm).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The public keys as a JWK set (RFC 7517, section 5), in UTF-8.</summary>
    public ReadOnlyMemory<byte> Jwks { get; }

    public static TokenKeySet From(KeyRing ring) => new(ring);

    /// <summary>Whether this is that ring.</summary>
    public bool Is(KeyRing ring) =>
        Version == ring.Version && (ring.ProtectionKeys.IsDefaultOrEmpty || ring.ProtectionKeys[0].Id == Protection.FirstOrDefault()?.Id);

    /// <summary>The key with this <c>kid</c>; null when the ring has none.</summary>
    public SigningCredentials? Find(string? keyId) => keyId is null ? null : _byId.GetValueOrDefault(keyId);

    private static SigningCredentials Import(SigningKey key) =>
        new(ImportKey(key), key.Algorithm);

    private static AsymmetricSecurityKey ImportKey(SigningKey key)
    {
        switch (key.Algorithm)
        {
            case SecurityAlgorithms.EcdsaSha256 or SecurityAlgorithms.EcdsaSha384 or SecurityAlgorithms.EcdsaSha512:
                var curve = ECDsa.Create();
                curve.ImportPkcs8PrivateKey(key.PrivateKey.AsSpan(), out _);
                return new ECDsaSecurityKey(curve) { KeyId = key.KeyId };
            case SecurityAlgorithms.RsaSha256 or SecurityAlgorithms.RsaSsaPssSha256:
                var rsa = RSA.Create();
                rsa.ImportPkcs8PrivateKey(key.PrivateKey.AsSpan(), out _);
                return new RsaSecurityKey(rsa) { KeyId = key.KeyId };
            default:
                throw new NotSupportedException($"Key {key.KeyId} is for {key.Algorithm}, which is not supported.");
        }
    }
}
