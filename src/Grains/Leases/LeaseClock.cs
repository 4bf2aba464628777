namespace AuthServe.Grains.Leases;

/// <summary>
/// The clocks that leases are measured by: the monotonic one, and the time of day, because some machines stop the first while they
/// sleep. Whichever says that more time has passed is believed. Only their rates matter, not what they show.
/// </summary>
internal sealed class LeaseClock(TimeProvider time)
{
    public TimeProvider Time => time;

    public Moment Now => new(time.GetTimestamp(), time.GetUtcNow());

    public TimeSpan Since(Moment moment)
    {
        var (monotonic, ofDay) = (time.GetElapsedTime(moment.Timestamp), time.GetUtcNow() - moment.TimeOfDay);
        return monotonic > ofDay ? monotonic : ofDay;
    }
}

/// <summary>A moment on both clocks.</summary>
internal sealed record Moment(long Timestamp, DateTimeOffset TimeOfDay);
