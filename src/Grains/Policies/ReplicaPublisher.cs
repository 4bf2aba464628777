using AuthServe.GrainInterfaces.Leases;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Leases;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace AuthServe.Grains.Policies;

/// <summary>Brings committed changes to every silo, and by them to every gateway.</summary>
internal sealed partial class ReplicaPublisher(
    ReplicaClient client,
    IMembershipTable membership,
    IClusterMembershipService view,
    ILocalSiloDetails self,
    DeadSilos dead,
    TimeProvider time,
    ILogger<ReplicaPublisher> logger)
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Returns when no gateway answers by the state before a change that no silo answers by yet. Else one gateway, which asks, could answer by
    /// the change, and then another one, from memory, by what was before. A silo that this one does not know of yet is told when the change is
    /// published.
    /// </summary>
    public Task AnnounceAsync(Change change)
    {
        var silos = view.CurrentSnapshot.Members.Values.ToDictionary(member => member.SiloAddress, member => member.Status);
        return ReachAsync(silos, silo => client.AnnounceAsync(silo, change), change);
    }

    /// <summary>
    /// Returns when no silo and no gateway can answer by the state before the change: each silo has acknowledged it, or is dead and its lease
    /// has run out. The silos are those of the membership table, read now: a view read before the commit can miss a silo that joined and
    /// filled meanwhile. One that is joining has nothing in memory yet; but a gateway may turn to one that joins meanwhile, and take
    /// there what it asks of one that has not heard of the change, so the table is read until it has no other silos than before. This
    /// silo comes last: what it has answered must not be unknown to the others when it dies with the change half published.
    /// </summary>
    public async Task PublishAsync(ReplicaUpdate update)
    {
        var (remaining, change) = (new SilosToReach(self.SiloAddress), update.ToChange());
        await ReachNewAsync();
        await ReachAsync(self.SiloAddress, Apply, change);
        while (await ReachNewAsync())
        {
        }

        Task Apply(SiloAddress silo) => client.ApplyAsync(silo, update);

        async Task<bool> ReachNewAsync()
        {
            var silos = remaining.Take(await ReadAsync());
            await ReachAsync(silos, Apply, change);
            return silos.Values.Any(SilosToReach.IsServing);
        }
    }

    private Task ReachAsync(Dictionary<SiloAddress, SiloStatus> silos, Func<SiloAddress, Task> call, Change change) =>
        Task.WhenAll(silos.Where(silo => SilosToReach.IsServing(silo.Value)).Select(silo => ReachAsync(silo.Key, call, change))
            .Append(dead.ForgottenAsync(silos.Where(silo => silo.Value is SiloStatus.Dead).Select(silo => silo.Key))));

    private async Task ReachAsync(SiloAddress silo, Func<SiloAddress, Task> call, Change change)
    {
        while (true)
        {
            try
            {
                await call(silo).WaitAsync(AnswerWithin, time);
                return;
            }
            catch (Exception exception) when (exception is TimeoutException or OrleansException)
            {
                LogUnanswered(exception, silo, change);
            }

            var silos = await ReadAsync();
            if (!SilosToReach.IsServing(silos.GetValueOrDefault(silo)))
            {
                await dead.ForgottenAsync([silo]);
                return;
            }

            await Task.Delay(RetryAfter, time);
        }
    }

    private async Task<Dictionary<SiloAddress, SiloStatus>> ReadAsync()
    {
        var table = await membership.ReadAllAsync();
        var silos = table.Members.ToDictionary(member => member.Item1.SiloAddress, member => member.Item1.Status);
        // A silo that others take for dead acknowledges nothing: they do not ask it what it has seen.
        if (!SilosToReach.IsServing(silos.GetValueOrDefault(self.SiloAddress))) throw new StateUnavailableException("the cluster's membership");
        return silos;
    }

    [LoggerMessage(1, LogLevel.Warning, "Silo {Silo} has not acknowledged {Change}; asking again.")]
    private partial void LogUnanswered(Exception exception, SiloAddress silo, Change change);
}
