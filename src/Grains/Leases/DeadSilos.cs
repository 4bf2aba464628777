using System.Collections.Concurrent;
using AuthServe.GrainInterfaces.Leases;
using Orleans.Runtime;

namespace AuthServe.Grains.Leases;

/// <summary>
/// The silos that this one has seen to be dead, and since when. A dead silo may not know yet: it may answer from memory until its lease has
/// run out.
/// </summary>
internal sealed class DeadSilos(LeaseClock clock, LeaseMetrics metrics)
{
    private readonly ConcurrentDictionary<SiloAddress, long> _seen = new();

    /// <summary>Whether the silo has been seen to be dead.</summary>
    public bool Contains(SiloAddress silo) => _seen.ContainsKey(silo);

    /// <summary>Notes that the silo is dead, from an answer of the membership table that is here by now.</summary>
    public void Note(SiloAddress silo) => _seen.TryAdd(silo, clock.Time.GetTimestamp());

    /// <summary>
    /// Returns when none of them holds a lease any more: each was dead before it was seen, and a lease that it got earlier has run out
    /// since.
    /// </summary>
    public async Task ForgottenAsync(IEnumerable<SiloAddress> silos)
    {
        var wait = silos.Aggregate(TimeSpan.Zero, (longest, silo) => Remaining(silo) is var left && left > longest ? left : longest);
        if (wait == TimeSpan.Zero) return;
        metrics.Wait(wait);
        await Task.Delay(wait, clock.Time);
    }

    private TimeSpan Remaining(SiloAddress silo)
    {
        Note(silo);
        var left = LeaseTimes.Duration + LeaseTimes.Margin - clock.Time.GetElapsedTime(_seen[silo]);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
