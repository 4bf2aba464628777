using System.Collections.Concurrent;
using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.Grains.Policies;

/// <summary>
/// The activations of this process that answer by a row of their own, and the version each row is known to have reached. An activation that
/// reads below its floor re-reads the row before it answers; that also holds for a second activation of the same grain, and for one that
/// read the row before a push and started after it.
/// </summary>
internal abstract class ActivationFloors(TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, ActivationFloor> _floors = new();
    private readonly Lock _change = new();

    /// <summary>
    /// The floor an activation watches from now on. It has read its row since <paramref name="created"/>: if that is long ago, in a process
    /// that stood still, a floor that the row is below may be forgotten.
    /// </summary>
    public ActivationFloor Acquire(Guid id, long created)
    {
        if (time.GetElapsedTime(created) > PolicyReplica.LongestRead) throw new StateUnavailableException($"{id}");
        lock (_change)
        {
            var floor = _floors.GetOrAdd(id, _ => new());
            floor.Watchers++;
            return floor;
        }
    }

    /// <summary>The activation is gone.</summary>
    public void Release(ActivationFloor floor)
    {
        lock (_change)
        {
            floor.Watchers--;
            floor.RaisedAt = time.GetTimestamp();
        }
    }

    /// <summary>From now on no activation here answers for this one by a row older than that.</summary>
    public void Raise(Guid id, long version)
    {
        lock (_change)
        {
            var floor = _floors.GetOrAdd(id, _ => new());
            floor.RaisedAt = time.GetTimestamp();
            floor.Raise(version);
        }
    }

    /// <summary>Forgets floors that no activation watches and no racing read can still fall below.</summary>
    public void Prune()
    {
        lock (_change)
        {
            foreach (var (id, floor) in _floors)
            {
                if (floor.Watchers == 0 && time.GetElapsedTime(floor.RaisedAt) > PolicyReplica.FloorRetention) _floors.TryRemove(id, out _);
            }
        }
    }
}

/// <summary>Those of users, by the version of the row.</summary>
internal sealed class UserFloors(TimeProvider time) : ActivationFloors(time);

/// <summary>Those of OAuth clients, by the revision of their organization.</summary>
internal sealed class ClientFloors(TimeProvider time) : ActivationFloors(time);

/// <summary>How far one row is known to have come.</summary>
internal sealed class ActivationFloor
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
