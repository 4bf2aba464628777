namespace AuthServe.Grains.Storage;

/// <summary>Times that read the same from every database.</summary>
internal static class StorableTime
{
    /// <summary>Now, in whole microseconds: PostgreSQL keeps no more.</summary>
    public static DateTimeOffset GetStorableNow(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
