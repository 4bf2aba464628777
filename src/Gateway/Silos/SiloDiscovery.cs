using AuthServe.GrainInterfaces.Silos;

namespace AuthServe.Gateway.Silos;

/// <summary>
/// Asks connected silos twice a second who is in the cluster. It is beside the Orleans client's own refreshes of
/// <see cref="SiloList"/>, which thus never wait for a silo.
/// </summary>
internal sealed partial class SiloDiscovery(
    Cluster cluster, ClusterConnection connection, LearntSilos learnt, TimeProvider time, ILogger<SiloDiscovery> logger)
    : BackgroundService
{
    // One may be frozen, or gone without a word.
    private const int AskedAtOnce = 2;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private bool _isFailing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (connection.IsUp) await AskAsync(stoppingToken);
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            var silos = await GetFirstAnswerAsync().WaitAsync(Patience, time, cancellationToken);
            if (!learnt.Serving.ToHashSet().SetEquals(silos.Serving)) LogChanged(silos.Serving.Length);
            learnt.Replace(silos);
            _isFailing = false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isFailing) LogFailed(exception.Message);
            _isFailing = true;
        }
    }

    private async Task<ClusterSilos> GetFirstAnswerAsync()
    {
        var answers = Enumerable.Range(0, AskedAtOnce).Select(_ => cluster.Silos.ListAsync(CancellationToken.None)).ToArray();
        await foreach (var answer in Task.WhenEach(answers))
        {
            if (answer.IsCompletedSuccessfully) return await answer;
        }

        return await answers[0];
    }
}
