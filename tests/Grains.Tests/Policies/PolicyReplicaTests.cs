using AuthServe.GrainInterfaces.Organizations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Policies;
using AuthServe.Grains.Storage;
using AuthServe.Permissions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AuthServe.Grains.Tests.Policies;

public sealed class PolicyReplicaTests
{
    private static readonly Guid Organization = Guid.CreateVersion7();
    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedSource _source = new();
    private readonly PolicyReplica _replica;

    public PolicyReplicaTests() => _replica = new(_source, _time);

    [Fact]
    public async Task Fetches_what_it_does_not_hold_once()
    {
        _source.Answers(Snapshot(3, "billing.invoice.read"));

        var first = await _replica.GetAsync(Organization);
        var second = await _replica.GetAsync(Organization);

        Assert.Same(first, second);
        Assert.Equal(1, _source.Reads);
    }

    [Fact]
    public async Task Follows_the_changes_pushed_to_it()
    {
        _source.Answers(Snapshot(3, "billing.invoice.read"));
        await _replica.GetAsync(Organization);

        _replica.Apply(Update(4, "billing.invoice.create"));

        Assert.Equal(4, _replica.TryGet(Organization)!.Revision);
        Assert.True(Carries("billing.invoice.create"));
        Assert.False(Carries("billing.invoice.read"));
    }

    [Fact]
    public async Task Never_goes_back()
    {
        _source.Answers(Snapshot(3, "billing.invoice.read"));
        await _replica.GetAsync(Organization);
        _replica.Apply(Update(4, "billing.invoice.create"));

        _replica.Apply(Update(3, "billing.invoice.read"));

        Assert.Equal(4, _replica.TryGet(Organization)!.Revision);
        Assert.True(Carries("billing.invoice.create"));
    }

    [Fact]
    public async Task Throws_its_copy_away_when_it_missed_a_change()
    {
        _source.Answers(Snapshot(3, "billing.invoice.read"), Snapshot(5, "billing.invoice.delete"));
        await _replica.GetAsync(Organization);

        _replica.Apply(Update(5, "billing.invoice.delete"));

        Assert.Null(_replica.TryGet(Organization));
        Assert.Equal(5, (await _replica.GetAsync(Organization))!.Revision);
    }

    [Fact]
    public async Task Does_not_keep_what_was_fetched_before_a_push_that_arrived_first()
    {
        _source.Answers(Snapshot(3, "billing.invoice.read"), Snapshot(4, "billing.invoice.create"));
        _source.BeforeAnswering(1, () => _replica.Apply(Update(4, "billing.invoice.create")));

        var fill = _replica.GetAsync(Organization).AsTask();
        while (!fill.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Yield();
        }

        Assert.Equal(4, (await fill)!.Revision);
        Assert.False(Carries("billing.invoice.read"));
    }

    // By then the floor that it is below may be forgotten.
    [Fact]
    public async Task Does_not_keep_what_took_very_long_to_fetch()
    {
        _source.Answers(Snapshot(3, "billing.invoice.read"), Snapshot(4, "billing.invoice.create"));
        _source.BeforeAnswering(1, () => _time.Advance(PolicyReplica.LongestRead));

        var fill = _replica.GetAsync(Organization).AsTask();
        while (!fill.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Yield();
        }

        Assert.Equal(4, (await fill)!.Revision);
    }

    [Fact]
    public async Task Rather_answers_nothing_than_a_state_older_than_pushed()
    {
        _source.Answers(Snapshot(3, "billing.invoice.read"));
        _replica.Apply(Update(4, "billing.invoice.create"));

        var fill = _replica.GetAsync(Organization).AsTask();
        while (!fill.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Yield();
        }

        await Assert.ThrowsAsync<StateUnavailableException>(() => fill);
        Assert.Null(_replica.TryGet(Organization));
    }

    [Fact]
    public async Task Forgets_copies_nobody_asks_for()
    {
        _source.Answers(Snapshot(3, "billing.invoice.read"));
        await _replica.GetAsync(Organization);

        _time.Advance(PolicyReplica.IdleRetention + TimeSpan.FromSeconds(1));
        _replica.Prune();

        Assert.Null(_replica.TryGet(Organization));
    }

    [Fact]
    public async Task Answers_nothing_for_an_organization_that_does_not_exist()
    {
        _source.Answers([null]);

        Assert.Null(await _replica.GetAsync(Organization));
    }

    private bool Carries(string permission) =>
        _replica.TryGet(Organization)!.Policy.TryGetRole("clerk", out var role) && role.Permissions.Contains(PermissionName.Parse(permission));

    private static PolicySnapshot Snapshot(long revision, string permission) => new(revision, [new("clerk", 1, [permission])]);

    private static ReplicaUpdate Update(long revision, string permission) =>
        new(Organization, revision, [new("clerk", 1, [permission])], [], null, 0);

    /// <summary>Answers in turn, and the last answer for ever.</summary>
    private sealed class ScriptedSource : IPolicySource
    {
        private readonly Dictionary<int, Action> _before = [];
        private PolicySnapshot?[] _answers = [];

        public int Reads { get; private set; }

        public void Answers(params PolicySnapshot?[] answers) => _answers = answers;

        public void BeforeAnswering(int read, Action action) => _before[read] = action;

        public ValueTask<PolicySnapshot?> GetAsync(Guid organization)
        {
            Reads++;
            if (_before.TryGetValue(Reads, out var action)) action();
            return ValueTask.FromResult(_answers[Math.Min(Reads, _answers.Length) - 1]);
        }
    }
}
