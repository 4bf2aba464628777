using AuthServe.Silo;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;

namespace AuthServe.Postgres.Tests.Hosting;

public sealed class TimeOfDayWatchTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();
    private readonly Deaths _deaths = new();

    [Fact]
    public void A_silo_ends_when_its_time_of_day_is_put_back()
    {
        using var watch = new TimeOfDayWatch(_deaths, _time);

        PutBack(watch, TimeOfDayWatch.Tolerance + Moment);

        Assert.Contains("put back", Assert.Single(_deaths.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_that_is_put_back_little_by_little_counts_from_the_latest_time_it_showed()
    {
        using var watch = new TimeOfDayWatch(_deaths, _time);
        _time.AdjustTime(_time.GetUtcNow() + TimeSpan.FromHours(1));
        watch.Look();

        PutBack(watch, TimeOfDayWatch.Tolerance / 2);
        PutBack(watch, TimeOfDayWatch.Tolerance / 2);
        Assert.Empty(_deaths.Reasons);
        PutBack(watch, Moment);

        Assert.Single(_deaths.Reasons);
    }

    private void PutBack(TimeOfDayWatch watch, TimeSpan by)
    {
        _time.AdjustTime(_time.GetUtcNow() - by);
        watch.Look();
    }

    private sealed class Deaths : IFatalErrorHandler
    {
        public List<string?> Reasons { get; } = [];

        public bool IsUnexpected(Exception exception) => true;

        public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null) => Reasons.Add(context);
    }
}
