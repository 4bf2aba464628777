using AuthServe.GrainInterfaces.Leases;
using AuthServe.Grains.Gateways;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Services;

namespace AuthServe.Grains.Policies;

/// <summary>One on every silo, addressed by silo: where committed changes are pushed.</summary>
[Alias("authserve.internal.IReplicaService")]
internal interface IReplicaService : IGrainService
{
    /// <summary>When it returns, no gateway under a lease of that silo answers by the state before the change, which no silo answers by yet.</summary>
    [Alias("Announce")]
    Task AnnounceAsync(Change change);

    /// <summary>When it returns, nothing on that silo, and no gateway under a lease of it, answers by the state before the change.</summary>
    [Alias("Apply")]
    Task ApplyAsync(ReplicaUpdate update);
}

internal sealed class ReplicaService(
    GrainId id, Silo silo, ILoggerFactory loggers, PolicyReplica policies, UserFloors users, ClientFloors clients, GatewayLeases gateways, TimeProvider time)
    : GrainService(id, silo, loggers), IReplicaService
{
    private static readonly TimeSpan PrunePeriod = TimeSpan.FromMinutes(1);
    private readonly CancellationTokenSource _stopping = new();

    public Task AnnounceAsync(Change change) => gateways.TellAsync(change);

    public async Task ApplyAsync(ReplicaUpdate update)
    {
        await gateways.TellAsync(update.ToChange());
        if (update.User is { } user) users.Raise(user, update.UserVersion);
        if (update.Client is { } client) clients.Raise(client, update.Revision);
        if (update.Organization != Guid.Empty) policies.Apply(update);
    }

    public override Task Start()
    {
        _ = PruneAsync();
        return base.Start();
    }

    public override async Task Stop()
    {
        await _stopping.CancelAsync();
        await base.Stop();
    }

    private async Task PruneAsync()
    {
        using var timer = new PeriodicTimer(PrunePeriod, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                policies.Prune();
                users.Prune();
                clients.Prune();
                gateways.Prune();
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }
}
