using AuthServe.Grains.Leases;
using Orleans.Runtime;
using Xunit;

namespace AuthServe.Grains.Tests.Leases;

public sealed class SharedOutageTests
{
    [Fact]
    public async Task Calls_are_answered_while_the_other_silo_cannot_reach_the_database_either()
    {
        var cluster = await AwayAsync(serves: true, OutageAnswer.Shared);

        await cluster.Outage.FollowAsync(isReached: false);
        Assert.True(cluster.Lease.IsHeld);
        cluster.Time.Advance(LeaseTimes.Duration);
        Assert.False(cluster.Lease.IsHeld);
        await cluster.Outage.FollowAsync(isReached: false);
        Assert.True(cluster.Lease.IsHeld);
    }

    [Theory]
    [InlineData(false, OutageAnswer.Shared)]
    [InlineData(true, OutageAnswer.None)]
    [InlineData(true, OutageAnswer.Reached)]
    [InlineData(true, null)]
    internal async Task Calls_are_refused_otherwise(bool serves, OutageAnswer? answer)
    {
        var cluster = await AwayAsync(serves, answer);

        await cluster.Outage.FollowAsync(isReached: false);

        Assert.False(cluster.Lease.IsHeld);
    }

    [Theory]
    [InlineData(SiloStatus.Joining)]
    [InlineData(SiloStatus.ShuttingDown)]
    [InlineData(SiloStatus.Stopping)]
    public async Task Every_silo_that_is_not_dead_is_asked(SiloStatus other)
    {
        var cluster = await AwayAsync(serves: true, answer: null);
        cluster.CurrentSnapshot = SimulatedCluster.View(1, other);

        await cluster.Outage.FollowAsync(isReached: false);

        Assert.False(cluster.Lease.IsHeld);
    }

    [Theory]
    [InlineData(SiloStatus.Active, true)]
    [InlineData(SiloStatus.ShuttingDown, false)]
    public async Task A_silo_whose_view_has_it_alone_serves_if_it_is_active_there(SiloStatus self, bool serves)
    {
        var cluster = await AwayAsync(serves: true, answer: null);
        cluster.CurrentSnapshot = SimulatedCluster.View(1, SiloStatus.Dead, self);

        await cluster.Outage.FollowAsync(isReached: false);

        Assert.Equal(serves, cluster.Lease.IsHeld);
    }

    [Fact]
    public async Task A_silo_that_joins_is_seen_for_as_long_as_any_lease_lasts()
    {
        var cluster = new SimulatedCluster(servesThroughOutage: true);

        var announced = cluster.Outage.AnnounceAsync(CancellationToken.None);

        cluster.Time.Advance(LeaseTimes.Duration);
        Assert.False(announced.IsCompleted);
        cluster.Time.Advance(LeaseTimes.Margin);
        await announced;
        Assert.True(new SimulatedCluster().Outage.AnnounceAsync(CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task Confirmation_counts_from_before_it_was_asked_for_and_ends_with_the_outage()
    {
        var cluster = await AwayAsync(serves: true, OutageAnswer.Shared);
        await cluster.Outage.FollowAsync(isReached: false);

        await cluster.Outage.FollowAsync(isReached: true);

        Assert.False(cluster.Lease.IsHeld);
    }

    [Fact]
    public async Task A_silo_that_alone_has_no_database_leaves_after_a_while()
    {
        var cluster = await AwayAsync(serves: true, OutageAnswer.Reached);
        await cluster.Outage.FollowAsync(isReached: false);
        cluster.Time.Advance(LeaseTimes.Patience);
        await cluster.Outage.FollowAsync(isReached: false);
        Assert.Null(cluster.Death);

        cluster.Time.Advance(TimeSpan.FromMilliseconds(1));
        await cluster.Outage.FollowAsync(isReached: false);

        Assert.NotNull(cluster.Death);
    }

    // When a long outage ends, one silo reaches the database first; the others are not alone for long.
    [Fact]
    public async Task How_long_it_was_away_with_the_others_does_not_count()
    {
        var cluster = await AwayAsync(serves: false, OutageAnswer.Shared);
        await cluster.Outage.FollowAsync(isReached: false);
        cluster.Time.Advance(LeaseTimes.Patience * 10);
        cluster.Peer = OutageAnswer.Reached;

        await cluster.Outage.FollowAsync(isReached: false);
        cluster.Time.Advance(LeaseTimes.Patience);
        await cluster.Outage.FollowAsync(isReached: false);

        Assert.Null(cluster.Death);
    }

    // Otherwise one that waits for the database to start would send all the others away.
    [Fact]
    public async Task A_silo_says_that_it_reaches_the_database_only_when_it_has_just_done_so()
    {
        var cluster = new SimulatedCluster();
        Assert.Equal(OutageAnswer.None, cluster.Outage.Answer(SimulatedCluster.Other, 1));

        await cluster.Outage.FollowAsync(isReached: true);
        Assert.Equal(OutageAnswer.Reached, cluster.Outage.Answer(SimulatedCluster.Other, 1));
        cluster.Time.Advance(LeaseTimes.Overdue);
        Assert.Equal(OutageAnswer.None, cluster.Outage.Answer(SimulatedCluster.Other, 1));
    }

    [Fact]
    public async Task A_silo_confirms_only_what_it_knows()
    {
        var cluster = new SimulatedCluster();

        await cluster.Outage.FollowAsync(isReached: false);
        Assert.Equal(OutageAnswer.Shared, cluster.Outage.Answer(SimulatedCluster.Other, 1));
        Assert.Equal(OutageAnswer.None, cluster.Outage.Answer(SimulatedCluster.Other, 2));

        // Seen by a write, before the view has it.
        cluster.Dead.Note(SimulatedCluster.Other);
        Assert.Equal(OutageAnswer.None, cluster.Outage.Answer(SimulatedCluster.Other, 1));
    }

    [Theory]
    [InlineData(SiloStatus.Dead)]
    [InlineData(SiloStatus.ShuttingDown)]
    public async Task A_silo_does_not_confirm_to_one_that_its_view_has_not_as_active(SiloStatus other)
    {
        var cluster = new SimulatedCluster { CurrentSnapshot = SimulatedCluster.View(1, other) };
        await cluster.Outage.FollowAsync(isReached: false);

        Assert.Equal(OutageAnswer.None, cluster.Outage.Answer(SimulatedCluster.Other, 1));
    }

    private static async Task<SimulatedCluster> AwayAsync(bool serves, OutageAnswer? answer)
    {
        var cluster = new SimulatedCluster(serves) { Peer = answer };
        await cluster.Lease.RenewAsync();
        cluster.Time.Advance(LeaseTimes.Duration);
        Assert.False(cluster.Lease.IsHeld);
        return cluster;
    }
}
