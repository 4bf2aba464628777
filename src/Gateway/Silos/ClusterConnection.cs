using System.Diagnostics;

namespace AuthServe.Gateway.Silos;

/// <summary>
/// Connects the Orleans client in the background and knows whether it is connected. The gateway serves meanwhile, and answers
/// "unavailable" where it needs a silo.
/// </summary>
internal sealed partial class ClusterConnection(IServiceProvider services, ILogger<ClusterConnection> logger)
    : BackgroundService, IClusterConnectionStatusObserver
{
    private volatile bool _isStarted;
    private volatile bool _isUp;

    /// <summary>Whether the client has been connected once: before that it cannot be called at all.</summary>
    public bool IsStarted => _isStarted;

    /// <summary>Whether a silo was connected when last heard of.</summary>
    public bool IsUp => _isUp;

    /// <summary>Notes that a silo has answered.</summary>
    public void NoteAnswer() => _isUp = _isStarted;

    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered)
    {
        _isUp = _isStarted && currentNumberOfGateways > 0;
        if (_isStarted && connectionRecovered) LogConnected();
    }

    public void NotifyClusterConnectionLost()
    {
        _isUp = false;
        if (_isStarted) LogLost();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!_isStarted) return;
        _isStarted = false;
        _isUp = false;
        await Client().StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Client().StartAsync(stoppingToken);
        _isStarted = true;
        _isUp = true;
        LogConnected();
    }

    // Asked for late: the client asks for its observers, of which this is one.
    private IHostedService Client() => services.GetRequiredService<IClusterClient>() as IHostedService
        ?? throw new UnreachableException("Orleans' client is a hosted service.");
}
