using System.Diagnostics.Metrics;

namespace AuthServe.Grains.Leases;

/// <summary>What leases do and cost.</summary>
internal sealed class LeaseMetrics
{
    public const string MeterName = "AuthServe.Leases";

    private readonly Counter<long> _renewals;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _refusals;
    private readonly Histogram<double> _waits;

    public LeaseMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _renewals = meter.CreateCounter<long>("authserve.lease.renewals", "{renewal}", "Leases renewed.");
        _failures = meter.CreateCounter<long>("authserve.lease.failures", "{renewal}", "Renewals that failed.");
        _refusals = meter.CreateCounter<long>("authserve.lease.refusals", "{call}", "Calls refused because no lease was held.");
        _waits = meter.CreateHistogram<double>("authserve.lease.wait", "s", "How long a change waited for the lease of a dead silo to run out.");
    }

    public void Renewed() => _renewals.Add(1);

    public void Failed() => _failures.Add(1);

    public void Refused() => _refusals.Add(1);

    public void Wait(TimeSpan time) => _waits.Record(time.TotalSeconds);
}
