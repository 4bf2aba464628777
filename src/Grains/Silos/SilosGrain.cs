using System.Net;
using AuthServe.GrainInterfaces.Silos;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace AuthServe.Grains.Silos;

/// <summary>Reads the membership table. A silo's own view of it does not have the ports that gateways use.</summary>
[StatelessWorker, GrainType("silos")]
internal sealed class SilosGrain(IMembershipTable membership) : Grain, ISilosGrain
{
    public async Task<ClusterSilos> ListAsync(CancellationToken cancellationToken = default)
    {
        var table = await membership.ReadAllAsync();
        var byEndpoint = table.Members
            .Select(member => member.Item1)
            .Where(silo => silo.ProxyPort > 0)
            .ToLookup(silo => new IPEndPoint(silo.SiloAddress.Endpoint.Address, silo.ProxyPort), silo => silo.Status);
        return new(
            [.. byEndpoint.Where(statuses => statuses.Contains(SiloStatus.Active)).Select(statuses => statuses.Key)],
            [.. byEndpoint.Where(statuses => statuses.All(status => status is SiloStatus.Dead)).Select(statuses => statuses.Key)]);
    }
}
