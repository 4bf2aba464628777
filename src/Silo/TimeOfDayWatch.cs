using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace AuthServe.Silo;

/// <summary>
/// Ends the silo when its time of day is put back. Orleans notes by the time of day when an activation is to be forgotten, in steps of a
/// minute, and refuses to begin one that would be forgotten before those of the last step; some grains are forgotten after two minutes.
/// </summary>
internal sealed class TimeOfDayWatch(IFatalErrorHandler fatal, TimeProvider time) : BackgroundService
{
    /// <summary>What is left of the two minutes when the step under way is taken off.</summary>
    internal static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private DateTimeOffset _latest = time.GetUtcNow();

    /// <summary>Looks at the clock once.</summary>
    internal void Look()
    {
        var now = time.GetUtcNow();
        if (_latest - now > Tolerance) fatal.OnFatalException(this, $"The time of day was put back from {_latest:u} to {now:u}: start it again.");
        else if (now > _latest) _latest = now;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) Look();
    }
}
