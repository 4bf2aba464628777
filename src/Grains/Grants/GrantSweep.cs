using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthServe.Grains.Grants;

/// <summary>
/// Deletes the rows of grants that have run out: every use of a grant writes its row, so one that was last written longer ago than any
/// credential lives is good for nothing. Every silo does it, now and then; that two do it at once does no harm.
/// </summary>
internal sealed partial class GrantSweep(DbDataSource database, IOptions<GrantOptions> options, TimeProvider time, ILogger<GrantSweep> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    // An activation that still has the row in memory is collected long before.
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    /// <summary>Deletes grants last written before that; how many.</summary>
    public async Task<int> SweepAsync(DateTimeOffset before)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.ExecuteAsync(
            "DELETE FROM OrleansStorage WHERE GrainTypeString IN ('grant', 'user-code') AND ModifiedOn < @before", new { before });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var deleted = await SweepAsync(time.GetUtcNow() - Longest() - Margin);
                if (deleted > 0) LogDeleted(deleted);
            }
            catch (DbException exception)
            {
                LogFailed(exception);
            }
        }
    }

    private TimeSpan Longest() => options.Value switch
    {
        var lifetimes when lifetimes.RefreshTokenLifetime > lifetimes.OnlineSessionLifetime => lifetimes.RefreshTokenLifetime,
        var lifetimes => lifetimes.OnlineSessionLifetime,
    };

    [LoggerMessage(1, LogLevel.Information, "Deleted {Count} grants that have run out.")]
    private partial void LogDeleted(int count);

    [LoggerMessage(2, LogLevel.Warning, "Grants that have run out could not be deleted; it is tried again later.")]
    private partial void LogFailed(Exception exception);
}
