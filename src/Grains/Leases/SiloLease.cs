using AuthServe.GrainInterfaces.Leases;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace AuthServe.Grains.Leases;

/// <summary>
/// The lease of a silo in a cluster. It is renewed by reading the silo's own row of the membership table, and counts from before the row was
/// asked for: whoever declares the silo dead later knows when the lease has run out at the latest. A silo that finds itself dead ends.
/// </summary>
internal sealed partial class SiloLease(
    IMembershipTable table,
    IClusterMembershipService membership,
    ILocalSiloDetails silo,
    DeadSilos dead,
    SharedOutage outage,
    IFatalErrorHandler fatal,
    LeaseMetrics metrics,
    LeaseClock clock,
    ILogger<SiloLease> logger)
    : ILease, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    // A read that hangs must not keep the next ones from trying a better connection.
    private const int ReadsAtOnce = 3;

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _renewal = new();
    private TaskCompletionSource _given = NotYet();
    private (Task Given, Task Settled) _lapse;
    private volatile Moment? _renewed;
    private bool _isFailing;
    private int _reading;

    public bool IsHeld => Remaining > TimeSpan.Zero || IsServedThrough;

    public bool IsServedThrough => outage.IsServedThrough;

    public bool MayBeServedThrough => outage.MayBeServedThrough;

    public TimeSpan Left => Longer(Remaining, outage.Left);

    // All calls that find the same lease run out wait until the same time: those that come later than that are refused at once.
    public Task Settled
    {
        get
        {
            lock (_renewal)
            {
                // It may have been given since the caller looked.
                if (IsHeld) return Task.CompletedTask;
                var given = _given.Task;
                // Others may hear that this silo is active a moment before it has its first lease.
                var patience = _renewed is null ? LeaseTimes.Duration : LeaseTimes.Grace;
                if (_lapse.Given != given) _lapse = (given, Task.WhenAny(given, Task.Delay(patience, clock.Time)));
                return _lapse.Settled;
            }
        }
    }

    public void Dispose() => _stopping.Dispose();

    public void Participate(ISiloLifecycle observer)
    {
        // Joining can be seen by whoever may serve through an outage, before anything can be changed here.
        observer.Subscribe(nameof(SiloLease), ServiceLifecycleStage.BecomeActive - 1, outage.AnnounceAsync, _ => Task.CompletedTask);
        // Between the silo's row saying that it is active and the first call. Given up late: grains are handed over under it.
        observer.Subscribe(nameof(SiloLease), ServiceLifecycleStage.BecomeActive + 1, StartAsync, _ => Task.CompletedTask);
        observer.Subscribe(nameof(SiloLease), ServiceLifecycleStage.RuntimeInitialize + 2, _ => Task.CompletedTask, _ => _stopping.CancelAsync());
    }

    /// <summary>Asks for the lease once.</summary>
    public async Task RenewAsync()
    {
        Interlocked.Increment(ref _reading);
        var before = clock.Now;
        using var limit = new CancellationTokenSource(LeaseTimes.Duration, clock.Time);
        try
        {
            var row = await table.ReadRowAsync(silo.SiloAddress, limit.Token);
            if (row.Members is not [var (entry, _)] || entry.Status is SiloStatus.Dead) Die();
            else if (entry.Status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping) await RenewAsync(before, row.Version.Version, limit.Token);
        }
        catch (Exception exception)
        {
            metrics.Failed();
            if (!_isFailing) LogFailed(exception);
            _isFailing = true;
        }
        finally
        {
            Interlocked.Decrement(ref _reading);
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await RenewAsync();
        while (_renewed is null)
        {
            await Task.Delay(LeaseTimes.Beat, clock.Time, cancellationToken);
            await RenewAsync();
        }

        _ = RunAsync();
    }

    private async Task RunAsync()
    {
        try
        {
            var following = Task.CompletedTask;
            using var timer = new PeriodicTimer(LeaseTimes.Beat, clock.Time);
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                if (Volatile.Read(ref _reading) < ReadsAtOnce) _ = RenewAsync();
                if (following.IsCompleted) following = outage.FollowAsync(IsRenewedWithin(LeaseTimes.Overdue));
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    // Whoever answers must know the cluster as it was when it asked: a call then goes to where its grain is, and what is dead is known to be.
    private async Task RenewAsync(Moment before, int version, CancellationToken limit)
    {
        if (membership.CurrentSnapshot.Version.Value < version) await membership.Refresh(new(version), limit);
        foreach (var member in membership.CurrentSnapshot.Members.Values.Where(member => member.Status is SiloStatus.Dead)) dead.Note(member.SiloAddress);

        lock (_renewal)
        {
            if (_renewed is not { } last || last.Timestamp < before.Timestamp) _renewed = before;
            // An answer that comes late may give nothing.
            if (Remaining > TimeSpan.Zero)
            {
                _given.SetResult();
                _given = NotYet();
            }
        }

        metrics.Renewed();
        if (_isFailing) LogRenewed();
        _isFailing = false;
    }

    private bool IsRenewedWithin(TimeSpan time) => _renewed is { } renewed && clock.Since(renewed) < time;

    private TimeSpan Remaining => _renewed is { } renewed && clock.Since(renewed) is var age && age < LeaseTimes.Duration
        ? LeaseTimes.Duration - age
        : TimeSpan.Zero;

    private static TaskCompletionSource NotYet() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private void Die()
    {
        if (!_stopping.IsCancellationRequested) fatal.OnFatalException(this, "The cluster has declared this silo dead.");
    }

    [LoggerMessage(1, LogLevel.Warning, "This silo cannot read its row of the membership table. Until it can, it answers no calls.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(2, LogLevel.Information, "This silo can read its row of the membership table again.")]
    private partial void LogRenewed();
}
