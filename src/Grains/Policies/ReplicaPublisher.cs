using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace AuthServe.Grains.Policies;

/// <summary>Pushes committed changes to every silo.</summary>
internal sealed partial class ReplicaPublisher(
    ReplicaClient client, IMembershipTable membership, TimeProvider time, ILogger<ReplicaPublisher> logger)
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Returns when no silo can answer by the state before the change: each has acknowledged it or is out of the cluster. The silos are
    /// those of the membership table, read now: a view read before the commit can miss a silo that joined and filled meanwhile.
    /// </summary>
    public async Task PublishAsync(ReplicaUpdate update)
    {
        var silos = await FindServingAsync();
        await Task.WhenAll(silos.Select(silo => PublishToAsync(silo, update)));
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

            if (!(await FindServingAsync()).Contains(silo)) return;
            await Task.Delay(RetryAfter, time);
        }
    }

    private async Task<SiloAddress[]> FindServingAsync()
    {
        var table = await membership.ReadAllAsync();
        return [.. table.Members
            .Where(member => member.Item1.Status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping)
            .Select(member => member.Item1.SiloAddress)];
    }

    [LoggerMessage(1, LogLevel.Warning, "Silo {Silo} has not acknowledged revision {Revision} of organization {Organization}; asking again.")]
    private partial void LogUnanswered(Exception exception, SiloAddress silo, Guid organization, long revision);
}
