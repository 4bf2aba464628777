namespace AuthServe.Support.Silos;

/// <summary>When an armed write fails.</summary>
public enum FaultMoment
{
    /// <summary>Nothing was written.</summary>
    Before,

    /// <summary>It was written and nobody was told.</summary>
    After,
}

/// <summary>
/// Makes one write fail: the n-th from when it was armed, of grain state and projections together. Counting through n takes a test past
/// every step of an operation.
/// </summary>
public sealed class StorageFaults
{
    private readonly Lock _lock = new();
    private int _remaining;
    private FaultMoment _moment;

    /// <summary>Whether the armed fault has happened.</summary>
    public bool HasFired { get; private set; }

    /// <summary>Lets the <paramref name="step"/>-th write from now fail, counting from 1.</summary>
    public void Arm(int step, FaultMoment moment)
    {
        lock (_lock) (_remaining, _moment, HasFired) = (step, moment, false);
    }

    /// <summary>Lets every write from now succeed.</summary>
    public void Disarm()
    {
        lock (_lock) _remaining = 0;
    }

    internal async Task RunAsync(Func<Task> write)
    {
        var isDue = IsDue();
        if (isDue && _moment == FaultMoment.Before) throw new IOException("The test lets this write fail.");
        await write();
        if (isDue) throw new IOException("The test loses the answer to this write.");
    }

    private bool IsDue()
    {
        lock (_lock)
        {
            if (_remaining == 0 || --_remaining > 0) return false;
            return HasFired = true;
        }
    }
}
