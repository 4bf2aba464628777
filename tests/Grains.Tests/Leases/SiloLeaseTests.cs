using AuthServe.Grains.Leases;
using Orleans.Runtime;
using Xunit;

namespace AuthServe.Grains.Tests.Leases;

public sealed class SiloLeaseTests
{
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);
    private readonly SimulatedCluster _cluster = new();

    [Fact]
    public async Task Is_good_for_its_duration_and_no_longer()
    {
        Assert.False(_cluster.Lease.IsHeld);
        await _cluster.Lease.RenewAsync();

        _cluster.Time.Advance(LeaseTimes.Duration - Instant);
        Assert.True(_cluster.Lease.IsHeld);
        _cluster.Time.Advance(Instant);
        Assert.False(_cluster.Lease.IsHeld);
    }

    [Fact]
    public async Task Counts_from_before_the_row_was_asked_for()
    {
        var release = _cluster.HoldUp();
        var renewal = _cluster.Lease.RenewAsync();
        _cluster.Time.Advance(LeaseTimes.Duration - Instant);
        _cluster.Row = SiloStatus.Dead;
        release();
        await renewal;

        Assert.True(_cluster.Lease.IsHeld);
        _cluster.Time.Advance(Instant);
        Assert.False(_cluster.Lease.IsHeld);
    }

    [Fact]
    public async Task An_answer_that_comes_late_does_not_shorten_a_newer_one()
    {
        var release = _cluster.HoldUp();
        var late = _cluster.Lease.RenewAsync();
        release = Overtake(release);
        _cluster.Time.Advance(LeaseTimes.Duration / 2);
        await _cluster.Lease.RenewAsync();
        release();
        await late;

        _cluster.Time.Advance(LeaseTimes.Duration - Instant);
        Assert.True(_cluster.Lease.IsHeld);

        // The next read is not held up.
        Action Overtake(Action first)
        {
            _cluster.HoldUp()();
            return first;
        }
    }

    [Fact]
    public async Task A_call_that_comes_before_the_first_one_waits_for_it()
    {
        var settled = _cluster.Lease.Settled;
        _cluster.Time.Advance(LeaseTimes.Duration - Instant);
        Assert.False(settled.IsCompleted);

        await _cluster.Lease.RenewAsync();
        await settled;
    }

    [Fact]
    public async Task But_not_for_ever()
    {
        var settled = _cluster.Lease.Settled;
        _cluster.Time.Advance(LeaseTimes.Duration);

        await settled;
    }

    [Fact]
    public async Task Nobody_waits_while_it_is_held()
    {
        await _cluster.Lease.RenewAsync();

        Assert.True(_cluster.Lease.Settled.IsCompleted);
    }

    [Fact]
    public async Task Calls_that_find_it_run_out_wait_a_moment_for_the_next()
    {
        await RunOutAsync();
        var settled = _cluster.Lease.Settled;
        _cluster.Time.Advance(LeaseTimes.Grace - Instant);
        Assert.False(settled.IsCompleted);

        await _cluster.Lease.RenewAsync();
        await settled;
        Assert.True(_cluster.Lease.IsHeld);
    }

    [Fact]
    public async Task When_that_moment_is_over_none_waits_until_it_runs_out_again()
    {
        await RunOutAsync();
        var settled = _cluster.Lease.Settled;
        _cluster.Time.Advance(LeaseTimes.Grace);
        await settled;
        Assert.True(_cluster.Lease.Settled.IsCompleted);

        await RunOutAsync();
        Assert.False(_cluster.Lease.Settled.IsCompleted);
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_to_give_it_does_not_end_the_wait()
    {
        var release = _cluster.HoldUp();
        var late = _cluster.Lease.RenewAsync();
        _cluster.Time.Advance(LeaseTimes.Duration);
        var settled = _cluster.Lease.Settled;
        release();
        await late;

        Assert.Same(settled, _cluster.Lease.Settled);
    }

    [Theory]
    [InlineData(SiloStatus.Active, true)]
    [InlineData(SiloStatus.ShuttingDown, true)]
    [InlineData(SiloStatus.Stopping, true)]
    [InlineData(SiloStatus.Joining, false)]
    [InlineData(SiloStatus.Dead, false)]
    [InlineData(null, false)]
    public async Task Is_given_to_whoever_is_pushed_to(SiloStatus? row, bool isHeld)
    {
        _cluster.Row = row;
        await _cluster.Lease.RenewAsync();

        Assert.Equal(isHeld, _cluster.Lease.IsHeld);
        Assert.Equal(row is null or SiloStatus.Dead, _cluster.Death is not null);
    }

    [Fact]
    public async Task Is_not_renewed_while_the_database_is_away()
    {
        await _cluster.Lease.RenewAsync();
        _cluster.IsReached = false;
        _cluster.Time.Advance(LeaseTimes.Duration);
        await _cluster.Lease.RenewAsync();
        Assert.False(_cluster.Lease.IsHeld);

        _cluster.IsReached = true;
        await _cluster.Lease.RenewAsync();
        Assert.True(_cluster.Lease.IsHeld);
    }

    [Fact]
    public async Task Runs_out_when_only_the_time_of_day_went_on()
    {
        await _cluster.Lease.RenewAsync();
        _cluster.Time.AdjustTime(_cluster.Time.GetUtcNow() + LeaseTimes.Duration);

        Assert.False(_cluster.Lease.IsHeld);
    }

    [Fact]
    public async Task Others_wait_until_that_of_a_dead_silo_has_run_out_and_once_only()
    {
        _cluster.CurrentSnapshot = SimulatedCluster.View(1, SiloStatus.Dead);
        await _cluster.Lease.RenewAsync();
        _cluster.Time.Advance(LeaseTimes.Duration);

        var waiting = _cluster.Dead.ForgottenAsync([SimulatedCluster.Other]);
        _cluster.Time.Advance(LeaseTimes.Margin - Instant);
        Assert.False(waiting.IsCompleted);
        _cluster.Time.Advance(Instant);
        await waiting;
        Assert.True(_cluster.Dead.ForgottenAsync([SimulatedCluster.Other]).IsCompleted);
    }

    [Fact]
    public void One_that_was_not_seen_dead_before_is_waited_for_from_now()
    {
        _cluster.Time.Advance(LeaseTimes.Duration * 10);

        var waiting = _cluster.Dead.ForgottenAsync([SimulatedCluster.Other]);
        _cluster.Time.Advance(LeaseTimes.Duration);
        Assert.False(waiting.IsCompleted);
    }

    private async Task RunOutAsync()
    {
        await _cluster.Lease.RenewAsync();
        _cluster.Time.Advance(LeaseTimes.Duration);
        Assert.False(_cluster.Lease.IsHeld);
    }
}
