using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace AuthServe.Gateway.Security;

/// <summary>
/// Gives data protection the keys of the cluster's ring: every gateway reads what any has protected, and none keeps a key on disk. Without
/// a ring it throws what <see cref="TokenKeys.Current"/> throws.
/// </summary>
internal sealed class RingKeyManager(TokenKeys keys, ILoggerFactory loggers) : IKeyManager
{
    private readonly AuthenticatedEncryptorFactory _encryptors = new(loggers);

    public IReadOnlyCollection<IKey> GetAllKeys() => [.. keys.Current.Protection.Select(key => new RingProtectionKey(key, _encryptors))];

    // Asked for before the keys: a ring that comes between the two expires early, never late.
    public CancellationToken GetCacheExpirationToken() => keys.Turn;

    public IKey CreateNewKey(DateTimeOffset activationDate, DateTimeOffset expirationDate) => throw NotHere();

    public void RevokeKey(Guid keyId, string? reason = null) => throw NotHere();

    public void RevokeAllKeys(DateTimeOffset revocationDate, string? reason = null) => throw NotHere();

    private static NotSupportedException NotHere() => new("Protection keys come from the silos.");
}
