using System.Collections.Concurrent;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Leases;
using AuthServe.Grains.Leases;
using Microsoft.Extensions.Logging;

namespace AuthServe.Grains.Gateways;

/// <summary>
/// The gateways that answer from memory under this silo's lease. Each is told of every change that this silo is told of, before this silo
/// acknowledges it; one that does not answer is waited for until its lease, which never outlasts the silo's, has run out.
/// </summary>
internal sealed partial class GatewayLeases(ILease lease, LeaseClock clock, LeaseMetrics metrics, ILogger<GatewayLeases> logger)
{
    private readonly ConcurrentDictionary<Guid, Holder> _holders = new();
    private readonly ChangeFloors _told = new(clock.Time);

    /// <summary>Makes a lease last longer, or begins another one when that one is over.</summary>
    public GatewayLease Renew(IChangeObserver observer, Guid? held)
    {
        var now = clock.Time.GetTimestamp();
        var duration = lease.Left;
        if (held is { } id && _holders.TryGetValue(id, out var holder) && holder.TryExtend(now, duration)) return new(id, duration);

        id = Guid.NewGuid();
        _holders[id] = new(observer, clock, now, duration);
        return new(id, duration);
    }

    /// <summary>Whether a user of this version may be kept under the lease: it has all that gateways were told of, also those of an earlier lease.</summary>
    public bool Allows(Guid id, UserId user, long version) => Contains(id) && _told.Allows(user, version);

    /// <summary>Whether a policy of this revision may be kept under the lease.</summary>
    public bool Allows(Guid id, OrganizationId organization, long revision) => Contains(id) && _told.Allows(organization, revision);

    /// <summary>Whether a client of this revision may be kept under the lease.</summary>
    public bool Allows(Guid id, ClientId client, long revision) => Contains(id) && _told.Allows(client, revision);

    /// <summary>The gateway answers by it no more.</summary>
    public void End(Guid id) => _holders.TryRemove(id, out _);

    /// <summary>When it returns, no gateway with a lease of this silo answers by the state before the change, or comes to.</summary>
    public Task TellAsync(Change change)
    {
        if (change.IsEmpty) return Task.CompletedTask;

        // A gateway whose lease begins after this is not told, and is given nothing from before the change.
        _told.Raise(change);
        return Task.WhenAll(_holders.Select(holder => TellAsync(holder.Key, holder.Value, change)).Append(lease.Preceded));
    }

    /// <summary>Forgets leases that are over, and changes that nothing can be from before any more.</summary>
    public void Prune()
    {
        foreach (var holder in _holders.Where(holder => holder.Value.Left <= TimeSpan.Zero)) _holders.TryRemove(holder);
        _told.Prune();
    }

    private bool Contains(Guid id) => _holders.TryGetValue(id, out var holder) && holder.Left > TimeSpan.Zero;

    private async Task TellAsync(Guid id, Holder holder, Change change)
    {
        try
        {
            if (holder.Left is var left && left > TimeSpan.Zero)
            {
                await holder.Observer.ApplyAsync(change).WaitAsync(left, clock.Time);
                return;
            }
        }
        catch (Exception exception)
        {
            LogUnanswered(exception.Message);
        }

        // It may have missed the change: what it holds from now on is another lease, under which it starts with nothing.
        holder.Close();
        if (holder.Left is var rest && rest > TimeSpan.Zero)
        {
            metrics.Wait(rest);
            await Task.Delay(rest, clock.Time);
        }

        _holders.TryRemove(id, out _);
    }

    [LoggerMessage(1, LogLevel.Warning, "A gateway did not take in a change, which waits until the gateway's lease has run out: {Reason}")]
    private partial void LogUnanswered(string reason);

    /// <summary>One gateway, from when it has a lease without a gap.</summary>
    private sealed class Holder(IChangeObserver observer, LeaseClock clock, long begun, TimeSpan duration)
    {
        private readonly Lock _change = new();
        private long _from = begun;
        private TimeSpan _duration = duration;
        private bool _isClosed;

        public IChangeObserver Observer => observer;

        /// <summary>How long the gateway may still answer by it, by a clock that runs a little slower than this one.</summary>
        public TimeSpan Left
        {
            get
            {
                lock (_change) return _duration + LeaseTimes.Margin - clock.Time.GetElapsedTime(_from);
            }
        }

        public bool TryExtend(long from, TimeSpan duration)
        {
            lock (_change)
            {
                if (_isClosed || Left <= TimeSpan.Zero) return false;
                if (duration - clock.Time.GetElapsedTime(from) > _duration - clock.Time.GetElapsedTime(_from)) (_from, _duration) = (from, duration);
                return true;
            }
        }

        public void Close()
        {
            lock (_change) _isClosed = true;
        }
    }
}
