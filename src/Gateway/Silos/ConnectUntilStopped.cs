namespace AuthServe.Gateway.Silos;

/// <summary>Keeps the Orleans client trying until a silo answers.</summary>
internal sealed partial class ConnectUntilStopped(TimeProvider time, ILogger<ConnectUntilStopped> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private bool _hasFailed;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (!_hasFailed) LogNoSilo(exception.Message);
        _hasFailed = true;
        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }
}
