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

    /// <summary>Removes everything that is left of deleted organizations. One that fails keeps no other waiting, and is tried again later.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken = default)
    {
        foreach (var organization in await deletions.ListAsync())
        {
            try
            {
                await FinishAsync(organization, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogLeft(exception, organization);
            }
        }
    }

    /// <summary>Removes everything that is left of one, if it is deleted.</summary>
    public async Task FinishAsync(Guid organization, CancellationToken cancellationToken = default)
    {
        while (!await grains.GetGrain<IOrganizationDeletion>(organization).PurgeAsync(cancellationToken)) cancellationToken.ThrowIfCancellationRequested();
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

    [LoggerMessage(1, LogLevel.Warning, "Deleted organizations could not be listed; it is tried again later.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "What is left of organization {Organization}, which is deleted, could not be removed; it is tried again later.")]
    private partial void LogLeft(Exception exception, Guid organization);
}
