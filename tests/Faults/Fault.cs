using AuthServe.Faults.Running;

namespace AuthServe.Faults;

/// <summary>Something that goes wrong.</summary>
/// <param name="Name">What.</param>
/// <param name="Lasts">How long it is left so.</param>
/// <param name="Inject">Makes it go wrong, and says how to mend it.</param>
internal sealed record Fault(string Name, TimeSpan Lasts, Func<FaultCluster, int, Task<Func<Task>>> Inject)
{
    /// <summary>What is done before people sign up under the same names.</summary>
    public Func<FaultCluster, Task> Prepare { get; init; } = _ => Task.CompletedTask;

    /// <summary>Under how many names several people sign up meanwhile.</summary>
    public int Names { get; init; } = 1;

    /// <summary>Whether recovery is counted from when it is mended; otherwise from when it began.</summary>
    public bool RecoversOnceMended { get; init; }

    /// <summary>What recovery may take; null when nothing is promised of it.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>How long writes may fail; null when nothing is promised of it.</summary>
    public TimeSpan? WriteLimit { get; init; }

    /// <summary>The gateway that is cut off with the silo in a round; null when all are reached.</summary>
    public Func<int, int?> CutOffGateway { get; init; } = _ => null;

    /// <summary>Whether checks go on all the time when silos serve through an outage.</summary>
    public bool IsServedThrough { get; init; }

    /// <summary>The way from the silos to the database, if it is not the straight one.</summary>
    public bool IsDelayed { get; init; }

    /// <summary>Whether a silo's time of day can be moved.</summary>
    public bool MovesClocks { get; init; }

    public override string ToString() => Name;
}
