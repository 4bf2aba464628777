using AuthServe.GrainInterfaces.Leases;
using Orleans.Runtime;
using Orleans.Runtime.Services;

namespace AuthServe.Grains.Policies;

/// <summary>Reaches the replica service of one particular silo.</summary>
internal sealed class ReplicaClient(IServiceProvider services) : GrainServiceClient<IReplicaService>(services)
{
    public Task AnnounceAsync(SiloAddress silo, Change change) => GetGrainService(silo).AnnounceAsync(change);

    public Task ApplyAsync(SiloAddress silo, ReplicaUpdate update) => GetGrainService(silo).ApplyAsync(update);
}
