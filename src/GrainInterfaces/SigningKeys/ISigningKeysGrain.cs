using System.Collections.Immutable;

namespace AuthServe.GrainInterfaces.SigningKeys;

/// <summary>The cluster's key ring for signing tokens. Key: 0, one ring a cluster. Private keys are stored encrypted.</summary>
[Alias("authserve.ISigningKeysGrain")]
public interface ISigningKeysGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// The ring as of now, rotated when the schedule says so. For gateways: it holds private keys. Every key was answered here for the
    /// publication period before it signs, and stays until every token it signed has run out.
    /// </summary>
    [Alias("GetRing")]
    Task<KeyRing> GetRingAsync(CancellationToken cancellationToken = default);
}

/// <summary>Signing keys by role. Exactly one is active.</summary>
/// <param name="Keys">Newest first.</param>
/// <param name="Version">Grows with every rotation.</param>
[GenerateSerializer, Immutable, Alias("authserve.KeyRing")]
public sealed record KeyRing([property: Id(0)] ImmutableArray<SigningKey> Keys, [property: Id(1)] long Version);

/// <summary>One key pair of the ring.</summary>
/// <param name="KeyId">The <c>kid</c> (RFC 7517, section 4.5).</param>
/// <param name="Algorithm">The <c>alg</c> it signs with (RFC 7518, section 3.1), such as ES256.</param>
/// <param name="Phase">Whether it signs.</param>
/// <param name="PrivateKey">PKCS #8, unencrypted: never log, never store.</param>
[GenerateSerializer, Immutable, Alias("authserve.SigningKey")]
public sealed record SigningKey(
    [property: Id(0)] string KeyId,
    [property: Id(1)] string Algorithm,
    [property: Id(2)] KeyPhase Phase,
    [property: Id(3)] ImmutableArray<byte> PrivateKey)
{
    /// <summary>Names the key without its secret.</summary>
    public override string ToString() => $"{KeyId} ({Algorithm}, {Phase})";
}

/// <summary>The phases of a signing key.</summary>
[GenerateSerializer, Alias("authserve.KeyPhase")]
public enum KeyPhase
{
    /// <summary>Published, so that verifiers have it, and not yet signing.</summary>
    Next = 0,

    /// <summary>Signs every new token.</summary>
    Active = 1,

    /// <summary>Signs nothing more; tokens it signed are still valid.</summary>
    Retiring = 2,
}
