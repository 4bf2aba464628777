using AuthServe.GrainInterfaces.Leases;
using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.Grains.Leases;

/// <summary>Lets no grain answer while the lease is not held: the one place where that is decided, so that no grain can forget it.</summary>
internal sealed class LeaseFilter(ILease lease, LeaseMetrics metrics, LeaseClock clock) : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context) =>
        lease.IsHeld || context.Grain is not Grain ? context.Invoke() : InvokeOnceBegunAsync(context);

    // Others may hear that this silo is active a moment before it has its first lease.
    private async Task InvokeOnceBegunAsync(IIncomingGrainCallContext context)
    {
        if (!lease.Begun.IsCompleted) await Task.WhenAny(lease.Begun, Task.Delay(LeaseTimes.Duration, clock.Time));
        if (!lease.IsHeld)
        {
            metrics.Refused();
            throw new StateUnavailableException("the cluster's membership");
        }

        await context.Invoke();
    }
}
