using System.Diagnostics.Metrics;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Leases;
using AuthServe.Grains.Gateways;
using AuthServe.Grains.Leases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AuthServe.Grains.Tests.Gateways;

public sealed class GatewayLeasesTests
{
    private const long Version = 5;
    private static readonly UserId User = new(Guid.NewGuid());
    private static readonly Change Change = Change.Of(User, Version);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);
    private readonly FakeTimeProvider _time = new();
    private readonly SiloOwn _silo = new();
    private readonly Gateway _gateway = new();
    private readonly GatewayLeases _leases;

    public GatewayLeasesTests()
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        _leases = new(_silo, new(_time), new(meters), NullLogger<GatewayLeases>.Instance);
    }

    [Fact]
    public async Task A_change_is_acknowledged_when_every_gateway_has_taken_it_in()
    {
        var other = new Gateway();
        _leases.Renew(_gateway, null);
        _leases.Renew(other, null);

        var told = _leases.TellAsync(Change);
        _gateway.Answer();
        Assert.False(told.IsCompleted);
        other.Answer();
        await told;
    }

    [Fact]
    public async Task A_gateway_that_says_nothing_is_waited_for_until_its_lease_has_run_out()
    {
        _leases.Renew(_gateway, null);

        var told = _leases.TellAsync(Change);
        _time.Advance(LeaseTimes.Duration + LeaseTimes.Margin - Moment);
        Assert.False(told.IsCompleted);
        _time.Advance(Moment);
        await told;
    }

    [Fact]
    public async Task From_the_last_time_that_it_was_renewed()
    {
        var lease = _leases.Renew(_gateway, null);
        _time.Advance(LeaseTimes.Duration / 2);
        Assert.Equal(lease.Id, _leases.Renew(_gateway, lease.Id).Id);

        var told = _leases.TellAsync(Change);
        _time.Advance(LeaseTimes.Duration + LeaseTimes.Margin - Moment);
        Assert.False(told.IsCompleted);
        _time.Advance(Moment);
        await told;
    }

    [Fact]
    public async Task A_gateway_that_missed_a_change_gets_another_lease()
    {
        var lease = _leases.Renew(_gateway, null);
        var told = _leases.TellAsync(Change);
        _gateway.Fail();

        Assert.NotEqual(lease.Id, _leases.Renew(_gateway, lease.Id).Id);
        // The one that missed it may still answer by the lease it had.
        Assert.False(told.IsCompleted);
        _time.Advance(LeaseTimes.Duration + LeaseTimes.Margin);
        await told;
    }

    [Fact]
    public void A_lease_that_has_run_out_is_not_renewed()
    {
        var lease = _leases.Renew(_gateway, null);
        _time.Advance(LeaseTimes.Duration + LeaseTimes.Margin);

        Assert.False(_leases.Allows(lease.Id, User, Version));
        Assert.NotEqual(lease.Id, _leases.Renew(_gateway, lease.Id).Id);
    }

    [Fact]
    public async Task No_lease_outlasts_that_of_the_silo()
    {
        _silo.Left = TimeSpan.FromSeconds(0.5);
        Assert.Equal(_silo.Left, _leases.Renew(_gateway, null).Duration);

        var told = _leases.TellAsync(Change);
        _time.Advance(_silo.Left + LeaseTimes.Margin);
        await told;
    }

    [Fact]
    public void A_shorter_one_does_not_take_back_what_was_given()
    {
        var lease = _leases.Renew(_gateway, null);
        _silo.Left = TimeSpan.FromSeconds(0.1);
        _leases.Renew(_gateway, lease.Id);
        _time.Advance(LeaseTimes.Duration);

        Assert.False(_leases.TellAsync(Change).IsCompleted);
    }

    [Fact]
    public async Task Nobody_waits_for_a_gateway_that_has_ended_its_lease()
    {
        var lease = _leases.Renew(_gateway, null);
        _leases.End(lease.Id);

        await _leases.TellAsync(Change);
    }

    [Fact]
    public async Task A_lease_that_begins_after_a_change_keeps_nothing_from_before_it()
    {
        await _leases.TellAsync(Change);
        var lease = _leases.Renew(_gateway, null);

        Assert.False(_leases.Allows(lease.Id, User, Version - 1));
        Assert.True(_leases.Allows(lease.Id, User, Version));
    }

    [Fact]
    public async Task Nor_of_an_OAuth_client()
    {
        var client = new ClientId(Guid.NewGuid());
        await _leases.TellAsync(Change.Of(client, Version));
        var lease = _leases.Renew(_gateway, null);

        Assert.False(_leases.Allows(lease.Id, client, Version - 1));
        Assert.True(_leases.Allows(lease.Id, client, Version));
    }

    [Fact]
    public async Task A_change_waits_until_no_gateway_can_hold_a_lease_of_a_silo_before_this_one()
    {
        var only = new OnlySilo(new(_time), Options.Create(new LeaseOptions { FollowsAnother = true }));
        _silo.Preceded = only.Preceded;

        var told = _leases.TellAsync(Change);
        _time.Advance(LeaseTimes.Duration + LeaseTimes.Margin - Moment);
        Assert.False(told.IsCompleted);
        _time.Advance(Moment);
        await told;
    }

    [Fact]
    public void There_is_none_where_there_was_no_silo() =>
        Assert.True(new OnlySilo(new(_time), Options.Create(new LeaseOptions())).Preceded.IsCompleted);

    private sealed class SiloOwn : ILease
    {
        public bool IsHeld => true;

        public TimeSpan Left { get; set; } = LeaseTimes.Duration;

        public Task Settled => Task.CompletedTask;

        public Task Preceded { get; set; } = Task.CompletedTask;
    }

    private sealed class Gateway : IChangeObserver
    {
        private readonly TaskCompletionSource _answer = new();

        public Task ApplyAsync(Change change) => _answer.Task;

        public void Answer() => _answer.SetResult();

        public void Fail() => _answer.SetException(new TimeoutException());
    }
}
