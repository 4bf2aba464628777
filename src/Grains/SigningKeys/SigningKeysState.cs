using System.Collections.Immutable;
using AuthServe.GrainInterfaces.SigningKeys;

namespace AuthServe.Grains.SigningKeys;

/// <summary>The key ring as stored.</summary>
internal sealed record SigningKeysState
{
    public long Version { get; init; }

    /// <summary>Newest first.</summary>
    public ImmutableArray<StoredKey> Keys { get; init; } = [];
}

/// <summary>One key pair as stored.</summary>
internal sealed record StoredKey
{
    public string KeyId { get; init; } = "";

    public string Algorithm { get; init; } = "";

    public KeyPhase Phase { get; init; }

    /// <summary>When it entered its phase.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>PKCS #8, sealed by <see cref="KeyVault"/>.</summary>
    public string SealedPrivateKey { get; init; } = "";
}
