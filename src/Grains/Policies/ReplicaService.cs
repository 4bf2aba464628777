using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Services;

namespace AuthServe.Grains.Policies;

/// <summary>One on every silo, addressed by silo: where committed changes are pushed.</summary>
[Alias("authserve.internal.IReplicaService")]
internal interface IReplicaService : IGrainService
{
    /// <summary>When it returns, nothing on that silo answers by the state before the change.</summary>
    [Alias("Apply")]
    Task ApplyAsync(ReplicaUpdate update);
}

internal sealed class ReplicaService(
    GrainId id, Silo silo, ILoggerFactory loggers, PolicyReplica policies, UserFloors users, ClientFloors clients, TimeProvider time)
    : GrainService(id, silo, loggers), IReplicaService
{
    private static readonly TimeSpan PrunePeriod = TimeSpan.FromMinutes(1);
    private readonly CancellationTokenSource _stopping = new();

    public Task ApplyAsync(ReplicaUpdate update)
    {
        if (update.User is { } user) users.Raise(user, update.UserVersion);
        if (update.Client is { } client) clients.Raise(client, update.Revision);
        if (update.Organization != Guid.Empty) policies.Apply(update);
        return Task.CompletedTask;
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
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }
}
