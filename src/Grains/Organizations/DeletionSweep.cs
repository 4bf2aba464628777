using AuthServe.Grains.Projections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AuthServe.Grains.Organizations;

/// <summary>
/// Finishes deletions of organizations: of large ones, and those that a crash left. Every silo does it, now and then; that two do it at once
/// does no harm.
/// </summary>
internal sealed partial class DeletionSweep(
    DeletionTable deletions, IGrainFactory grains, IHostApplicationLifetime lifetime, ILogger<DeletionSweep> logger)
    : BackgroundService
{
    // What other silos left is found by looking.
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>Removes everything that is left of deleted organizations.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken = default)
    {
        foreach (var organization in await deletions.ListAsync())
        {
            while (!cancellationToken.IsCancellationRequested && !await grains.GetGrain<IOrganizationDeletion>(organization).PurgeAsync(cancellationToken))
            {
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Grains cannot be asked before.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (lifetime.ApplicationStarted.Register(started.SetResult)) await started.Task.WaitAsync(stoppingToken);

        while (true)
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }

            await deletions.WaitAsync(Period, stoppingToken);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "What is left of deleted organizations could not be removed; it is tried again later.")]
    private partial void LogFailed(Exception exception);
}
