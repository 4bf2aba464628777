using AuthServe.Gateway.Silos;
using Microsoft.Extensions.Options;

namespace AuthServe.Gateway.Security;

/// <summary>
/// Keeps the signing keys fresh. While no silo is connected it asks all the time: that is also what connects the client again.
/// </summary>
internal sealed partial class TokenKeysRefresh(
    TokenKeys keys, ClusterConnection connection, IOptions<TokenOptions> options, TimeProvider time, ILogger<TokenKeysRefresh> logger)
    : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    private bool _isFailing;
    private long? _refreshedAt;

    private bool IsDue =>
        connection.IsStarted
        && !(connection.IsUp && _refreshedAt is { } at && time.GetElapsedTime(at) < options.Value.KeyRefreshPeriod);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (IsDue) await RefreshAsync(stoppingToken);
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await keys.RefreshAsync(cancellationToken);
            _refreshedAt = time.GetTimestamp();
            _isFailing = false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isFailing) LogFailed(exception);
            _isFailing = true;
        }
    }
}
