using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.Grains.Leases;

/// <summary>Lets no grain answer while the lease is not held: the one place where that is decided, so that no grain can forget it.</summary>
internal sealed class LeaseFilter(ILease lease, LeaseMetrics metrics) : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context) =>
        lease.IsHeld || context.Grain is not Grain ? context.Invoke() : InvokeOnceHeldAsync(context);

    private async Task InvokeOnceHeldAsync(IIncomingGrainCallContext context)
    {
        await lease.Settled;
        if (!lease.IsHeld)
        {
            metrics.Refused();
            throw new StateUnavailableException("the cluster's membership");
        }

        await context.Invoke();
    }
}
