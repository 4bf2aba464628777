using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AuthServe.Grains.Idempotency;

/// <summary>
/// Deletes requests and answers that nobody is given any more. Every silo does it, now and then; that two do it at once does no harm.
/// </summary>
internal sealed partial class IdempotencySweep(DbDataSource database, TimeProvider time, ILogger<IdempotencySweep> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    // What an organization notes of a request is asked for as long as the request is kept, and a little longer.
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    /// <summary>Deletes what was last written before that; how much.</summary>
    public async Task<int> SweepAsync(DateTimeOffset before)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.ExecuteAsync("DELETE FROM OrleansStorage WHERE GrainTypeString = 'idempotency' AND ModifiedOn < @before", new { before })
            + await connection.ExecuteAsync("DELETE FROM organization_requests WHERE time < @before", new { before });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var deleted = await SweepAsync(time.GetUtcNow() - IdempotencyGrain.Retention - Margin);
                if (deleted > 0) LogDeleted(deleted);
            }
            catch (DbException exception)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Deleted {Count} answers that are not given any more.")]
    private partial void LogDeleted(int count);

    [LoggerMessage(2, LogLevel.Warning, "Answers that are not given any more could not be deleted; it is tried again later.")]
    private partial void LogFailed(Exception exception);
}
