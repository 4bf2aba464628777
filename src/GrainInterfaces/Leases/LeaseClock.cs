namespace AuthServe.GrainInterfaces.Leases;

/// <summary>
/// The clocks that leases are measured by: the monotonic one, and the time of day, because some machines stop the first while they
/// sleep. Whichever says that more time has passed is believed. Only their rates matter, not what they show.
/// </summary>
public sealed class LeaseClock(TimeProvider time)
{
    /// <summary>What it is made of.</summary>
    public TimeProvider Time => time;

    /// <summary>This moment.</summary>
    public Moment Now => new(time.GetTimestamp(), time.GetUtcNow());

    /// <summary>How much time has passed since then.</summary>
    public TimeSpan Since(Moment moment)
    {
        var (monotonic, ofDay) = (time.GetElapsedTime(moment.Timestamp), time.GetUtcNow() - moment.TimeOfDay);
        return monotonic > ofDay ? monotonic : ofDay;
    }
}

/// <summary>A moment on both clocks.</summary>
/// <param name="Timestamp">On the monotonic one.</param>
/// <param name="TimeOfDay">On the other one.</param>
public sealed record Moment(long Timestamp, DateTimeOffset TimeOfDay);
