using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Leases;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace AuthServe.Grains.Policies;

/// <summary>Pushes committed changes to every silo.</summary>
internal sealed partial class ReplicaPublisher(
    ReplicaClient client,
    IMembershipTable membership,
    ILocalSiloDetails self,
    DeadSilos dead,
    TimeProvider time,
    ILogger<ReplicaPublisher> logger)
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Returns when no silo can answer by the state before the change: each has acknowledged it, or is dead and its lease has run out. The
    /// silos are those of the membership table, read now: a view read before the commit can miss a silo that joined and filled meanwhile.
    /// One that is joining has nothing in memory yet. This silo comes last: what it has answered must not be unknown to the others when it dies
    /// with the change half published.
    /// </summary>
    public async Task PublishAsync(ReplicaUpdate update)
    {
        var silos = await ReadAsync();
        var others = silos.Where(silo => IsServing(silo.Value) && !silo.Key.Equals(self.SiloAddress)).Select(silo => PublishToAsync(silo.Key, update));
        await Task.WhenAll(others.Append(dead.ForgottenAsync(silos.Where(silo => silo.Value is SiloStatus.Dead).Select(silo => silo.Key))));
        await PublishToAsync(self.SiloAddress, update);
    }

    private async Task PublishToAsync(SiloAddress silo, ReplicaUpdate update)
    {
        while (true)
        {
            try
            {
                await client.ApplyAsync(silo, update).WaitAsync(AnswerWithin, time);
                return;
            }
            catch (Exception exception) when (exception is TimeoutException or OrleansException)
            {
                LogUnanswered(exception, silo, update.Organization, update.Revision);
            }

            var silos = await ReadAsync();
            if (!IsServing(silos.GetValueOrDefault(silo)))
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
        if (!IsServing(silos.GetValueOrDefault(self.SiloAddress))) throw new StateUnavailableException("the cluster's membership");
        return silos;
    }

    private static bool IsServing(SiloStatus status) => status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping;

    [LoggerMessage(1, LogLevel.Warning, "Silo {Silo} has not acknowledged revision {Revision} of organization {Organization}; asking again.")]
    private partial void LogUnanswered(Exception exception, SiloAddress silo, Guid organization, long revision);
}
