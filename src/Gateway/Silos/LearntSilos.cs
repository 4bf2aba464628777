using System.Collections.Immutable;
using System.Net;
using AuthServe.GrainInterfaces.Silos;

namespace AuthServe.Gateway.Silos;

/// <summary>What a silo last said about who is in the cluster.</summary>
internal sealed class LearntSilos(TimeProvider time)
{
    private static readonly TimeSpan DeadFor = TimeSpan.FromSeconds(10);

    private volatile Saying? _last;

    /// <summary>Those that take calls. Empty until a silo has been asked.</summary>
    public ImmutableArray<IPEndPoint> Serving => _last?.Silos.Serving ?? [];

    /// <summary>Replaces what was said before.</summary>
    public void Replace(ClusterSilos silos) => _last = new(silos, time.GetTimestamp());

    /// <summary>
    /// Whether the silo that was there is gone, and no other has taken its place. Nobody is dead for long by what was once said: when every
    /// silo that could say otherwise is gone as well, those that come back must be found.
    /// </summary>
    public bool IsDead(IPEndPoint silo) => _last is { } last && time.GetElapsedTime(last.At) < DeadFor && last.Silos.Dead.Contains(silo);

    private sealed record Saying(ClusterSilos Silos, long At);
}
