using System.Collections.Immutable;
using System.Net;
using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.Silos;

/// <summary>Who is in the cluster. Key: any number; any silo answers.</summary>
[Alias("authserve.ISilosGrain")]
public interface ISilosGrain : IGrainWithIntegerKey
{
    /// <summary>The silos as the membership table has them at the time of the call.</summary>
    [AlwaysInterleave, InTurn, Alias("List")]
    Task<ClusterSilos> ListAsync(CancellationToken cancellationToken = default);
}

/// <summary>The silos of a cluster, each by the endpoint that gateways reach it by. One that is on its way in or out is in neither list.</summary>
/// <param name="Serving">Those that take calls.</param>
/// <param name="Dead">Where there was one that stopped or was declared dead, and no other has come since.</param>
[GenerateSerializer, Immutable, Alias("authserve.ClusterSilos")]
public sealed record ClusterSilos(
    [property: Id(0)] ImmutableArray<IPEndPoint> Serving,
    [property: Id(1)] ImmutableArray<IPEndPoint> Dead);
