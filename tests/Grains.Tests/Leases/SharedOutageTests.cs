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

    [Fact]
    public async Task A_silo_confirms_only_what_it_knows()
    {
        var cluster = new SimulatedCluster();
        Assert.Equal(OutageAnswer.Reached, cluster.Outage.Answer(SimulatedCluster.Other, 1));

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
