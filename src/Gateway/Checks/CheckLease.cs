using AuthServe.GrainInterfaces.Leases;

namespace AuthServe.Gateway.Checks;

/// <summary>Leave to answer from the copies that were handed out under it.</summary>
internal sealed class CheckLease(Guid id, LeaseClock clock, Moment from, TimeSpan duration)
{
    private volatile Term _term = new(from, duration);

    /// <summary>What the silo calls it.</summary>
    public Guid Id => id;

    public Copies Copies { get; } = new(clock.Time);

    /// <summary>Whether it has not run out.</summary>
    public bool IsGood => _term is var term && clock.Since(term.From) < term.Duration;

    /// <summary>Makes it last as long as the silo says, from before it was asked.</summary>
    public void Extend(Moment from, TimeSpan duration) => _term = new(from, duration);

    private sealed record Term(Moment From, TimeSpan Duration);
}
