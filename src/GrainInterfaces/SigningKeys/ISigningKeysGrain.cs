using System.Collections.Immutable;

namespace AuthServe.GrainInterfaces.SigningKeys;

/// <summary>
/// The cluster's key ring for signing tokens and protecting what browsers keep. Key: 0, one ring a cluster. Private keys are stored
/// encrypted, protection keys not at all: they follow from the silos' encryption key.
/// </summary>
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
/// <param name="Version">Grows with every rotation of the signing keys.</param>
/// <param name="ProtectionKeys">Newest first: that of the next period, of this one and of those before that may still be in use.</param>
[GenerateSerializer, Immutable, Alias("authserve.KeyRing")]
public sealed record KeyRing(
    [property: Id(0)] ImmutableArray<SigningKey> Keys,
    [property: Id(1)] long Version,
    [property: Id(2)] ImmutableArray<ProtectionKey> ProtectionKeys);

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

/// <summary>One secret by which gateways protect cookies and the tokens of forms. It is the same whoever asks, and whenever.</summary>
/// <param name="Id">Names it in what it has protected.</param>
/// <param name="Secret">64 bytes: never log, never store.</param>
/// <param name="ActivatesAt">From when on it protects.</param>
/// <param name="ExpiresAt">Until when; later it only reads what it has protected.</param>
[GenerateSerializer, Immutable, Alias("authserve.ProtectionKey")]
public sealed record ProtectionKey(
    [property: Id(0)] Guid Id,
    [property: Id(1)] ImmutableArray<byte> Secret,
    [property: Id(2)] DateTimeOffset ActivatesAt,
    [property: Id(3)] DateTimeOffset ExpiresAt)
{
    /// <summary>Names the key without its secret.</summary>
    public override string ToString() => $"{Id} ({ActivatesAt:O} to {ExpiresAt:O})";
}
