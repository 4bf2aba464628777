using System.Globalization;
using AuthServe.GrainInterfaces.SigningKeys;

namespace AuthServe.Grains.SigningKeys;

/// <summary>
/// Protection keys by period, counted from the Unix epoch. Each follows from the encryption key and the number of its period: there is
/// nothing to store, to lose or to agree on.
/// </summary>
internal sealed class ProtectionKeySchedule(KeyEncryptionKey secret)
{
    /// <summary>How long a key protects.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromDays(90);

    private const int IdSize = 16;
    private const int SecretSize = 64;
    private const int KeptPeriods = 2;

    /// <summary>The keys to know at this time, newest first. The next one is known early, so that every gateway has it when it begins.</summary>
    public IEnumerable<ProtectionKey> At(DateTimeOffset now)
    {
        var current = (now - DateTimeOffset.UnixEpoch).Ticks / Period.Ticks;
        for (var period = current + 1; period >= current - KeptPeriods; period--) yield return Derive(period);
    }

    private ProtectionKey Derive(long period)
    {
        var bytes = secret.Derive("protection-keys/" + period.ToString(CultureInfo.InvariantCulture), IdSize + SecretSize);
        var start = DateTimeOffset.UnixEpoch + (Period * period);
        return new(new Guid(bytes.AsSpan(0, IdSize), bigEndian: true), [.. bytes.AsSpan(IdSize)], start, start + Period);
    }
}
