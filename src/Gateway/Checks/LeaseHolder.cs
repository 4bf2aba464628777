using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Leases;

namespace AuthServe.Gateway.Checks;

/// <summary>
/// Holds the gateway's lease: while it is good, no change is acknowledged that its copies have not heard of. It is asked for all the time, and
/// counts from before it was asked for.
/// </summary>
internal sealed partial class LeaseHolder(
    Cluster cluster, ClusterConnection connection, IClusterClient client, LeaseClock clock, ILogger<LeaseHolder> logger)
    : BackgroundService, IChangeObserver
{
    /// <summary>How long the silo of the lease may take to answer.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(600);

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan PrunePeriod = TimeSpan.FromMinutes(1);
    private const int Keys = 16;

    private volatile CheckLease? _lease;
    private Moment _pruned = clock.Now;
    private int _key;
    private bool _isFailing;

    /// <summary>The last lease, which may have run out; null before the first.</summary>
    public CheckLease? Latest => _lease;

    /// <summary>The silo that it is from: what is asked for under it goes the same way.</summary>
    public IGatewayLeases Silo => cluster.Leases(Volatile.Read(ref _key));

    public Task ApplyAsync(Change change)
    {
        _lease?.Copies.Apply(change);
        return Task.CompletedTask;
    }

    /// <summary>Ends it, so that no change waits for a gateway that is gone.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_lease is not { } lease || !connection.IsUp) return;
        _lease = null;
        try
        {
            await Silo.EndAsync(lease.Id, cancellationToken).WaitAsync(Patience, clock.Time, cancellationToken);
        }
        catch (Exception)
        {
            // A change waits until it has run out, then.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IChangeObserver? self = null;
        using var timer = new PeriodicTimer(Beat, clock.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!connection.IsUp) continue;
            self ??= client.CreateObjectReference<IChangeObserver>(this);
            await RenewAsync(self, stoppingToken);
            if (clock.Since(_pruned) < PrunePeriod) continue;
            _lease?.Copies.Prune();
            _pruned = clock.Now;
        }
    }

    private async Task RenewAsync(IChangeObserver self, CancellationToken stoppingToken)
    {
        var before = clock.Now;
        try
        {
            var held = _lease;
            var lease = await Silo.RenewAsync(self, held?.Id, stoppingToken).AsTask().WaitAsync(Patience, clock.Time, stoppingToken);
            // Under another lease than before nothing is known of what happened in between.
            if (held?.Id == lease.Id) held.Extend(before, lease.Duration);
            else _lease = new(lease.Id, clock, before, lease.Duration);
            _isFailing = false;
        }
        catch (Exception exception)
        {
            if (!_isFailing && !stoppingToken.IsCancellationRequested) LogFailed(exception.Message);
            _isFailing = true;
            // One key sticks to one connection, and that may be the one to a silo that is gone.
            Volatile.Write(ref _key, (_key + 1) % Keys);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No silo gives leave to answer from memory; silos are asked for every check meanwhile: {Reason}")]
    private partial void LogFailed(string reason);
}
