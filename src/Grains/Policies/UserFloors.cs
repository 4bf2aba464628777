using System.Collections.Concurrent;

namespace AuthServe.Grains.Policies;

/// <summary>
/// The user activations of this process and the version each user's row is known to have reached. An activation that reads below its
/// floor re-reads the row before it answers; that also holds for a second activation of the same user, and for one that read the row
/// before a push and started after it.
/// </summary>
internal sealed class UserFloors(TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, UserFloor> _floors = new();
    private readonly Lock _change = new();

    /// <summary>The floor an activation watches from now on.</summary>
    public UserFloor Acquire(Guid user)
    {
        lock (_change)
        {
            var floor = _floors.GetOrAdd(user, _ => new());
            floor.Watchers++;
            return floor;
        }
    }

    /// <summary>The activation is gone.</summary>
    public void Release(UserFloor floor)
    {
        lock (_change)
        {
            floor.Watchers--;
            floor.RaisedAt = time.GetTimestamp();
        }
    }

    /// <summary>From now on no activation here answers for this user by a row older than that.</summary>
    public void Raise(Guid user, long version)
    {
        lock (_change)
        {
            var floor = _floors.GetOrAdd(user, _ => new());
            floor.RaisedAt = time.GetTimestamp();
            floor.Raise(version);
        }
    }

    /// <summary>Forgets floors that no activation watches and no racing read can still fall below.</summary>
    public void Prune()
    {
        lock (_change)
        {
            foreach (var (user, floor) in _floors)
            {
                if (floor.Watchers == 0 && time.GetElapsedTime(floor.RaisedAt) > PolicyReplica.FloorRetention) _floors.TryRemove(user, out _);
            }
        }
    }
}

/// <summary>How far one user's row is known to have come.</summary>
internal sealed class UserFloor
{
    private long _version;

    public int Watchers { get; set; }

    public long RaisedAt { get; set; }

    public long Version => Volatile.Read(ref _version);

    public void Raise(long version)
    {
        if (version > _version) Volatile.Write(ref _version, version);
    }
}
