using AuthServe.GrainInterfaces.Leases;

namespace AuthServe.Grains.Leases;

/// <summary>What is answered of a row while nobody knows whether its last write took effect.</summary>
internal sealed class DoubtfulWrites(ILease lease, LeaseClock clock)
{
    /// <summary>
    /// Returns when the row has been read again; or, still in doubt, when no silo reaches the database: then nobody is told that the write took
    /// effect before the row is read, and what was before it may be answered. That takes a moment to find out, which is waited for.
    /// </summary>
    /// <param name="read">Reads the row again.</param>
    public async Task SettleAsync(Func<Task> read)
    {
        var since = clock.Now;
        Task? reading = null;
        while (!lease.IsServedThrough)
        {
            reading ??= read();
            await Task.WhenAny(reading, Task.Delay(LeaseTimes.Beat, clock.Time));
            if (!reading.IsCompleted) continue;
            if (reading.IsCompletedSuccessfully || !lease.MayBeServedThrough || clock.Since(since) > LeaseTimes.Duration)
            {
                await reading;
                return;
            }

            reading.Ignore();
            reading = null;
            await Task.Delay(LeaseTimes.Beat, clock.Time);
        }

        reading?.Ignore();
    }
}
