using Orleans.Runtime;

namespace AuthServe.Grains.Policies;

/// <summary>Which silos a change is still to be brought to, as the membership table is read again and again.</summary>
/// <param name="exempt">One that somebody else sees to.</param>
internal sealed class SilosToReach(SiloAddress exempt)
{
    private readonly HashSet<SiloAddress> _taken = [exempt];

    /// <summary>
    /// Those of the table that were not taken before: they answer, or are dead and may still. One that is joining is left for the next time: by
    /// then it may be active.
    /// </summary>
    public Dictionary<SiloAddress, SiloStatus> Take(IReadOnlyDictionary<SiloAddress, SiloStatus> table) =>
        table.Where(silo => (IsServing(silo.Value) || silo.Value is SiloStatus.Dead) && _taken.Add(silo.Key)).ToDictionary();

    /// <summary>Whether a silo in this state may answer.</summary>
    public static bool IsServing(SiloStatus status) => status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping;
}
