using AuthServe.GrainInterfaces.Leases;
using Microsoft.Extensions.Options;

namespace AuthServe.Grains.Leases;

/// <summary>
/// The lease of the only silo there is: nobody else could declare it dead. One that was here before may have lent a gateway its own, a moment before
/// it ended.
/// </summary>
internal sealed class OnlySilo(LeaseClock clock, IOptions<LeaseOptions> options) : ILease
{
    public bool IsHeld => true;

    public TimeSpan Left => LeaseTimes.Duration;

    public Task Settled => Task.CompletedTask;

    public Task Preceded { get; } =
        options.Value.FollowsAnother ? Task.Delay(LeaseTimes.Duration + LeaseTimes.Margin, clock.Time) : Task.CompletedTask;
}
