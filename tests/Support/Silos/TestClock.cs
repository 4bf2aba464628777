namespace AuthServe.Support.Silos;

/// <summary>The real clock, ahead by as much as a test says. Timers keep real time, so the cluster under test lives on.</summary>
public sealed class TestClock : TimeProvider
{
    private long _aheadTicks;

    /// <summary>Moves the clock forward, for every silo that has it.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _aheadTicks, by.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _aheadTicks));
}
