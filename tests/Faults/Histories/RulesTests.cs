using Xunit;

namespace AuthServe.Faults.Histories;

/// <summary>Histories that break a rule, and such that just do not.</summary>
public sealed class RulesTests
{
    private static readonly Right Read = new("bob", "read");
    private readonly History _history = new();

    [Fact]
    public void A_check_after_the_revoke_is_stale_and_one_during_it_is_not()
    {
        Change(1, 2, grant: true);
        Change(5, 8, grant: false);
        Check(7, 9, allowed: true);
        Assert.Empty(Rules.FindStaleAllows(_history));

        Check(9, 10, allowed: true);
        Assert.Single(Rules.FindStaleAllows(_history));
        Assert.Single(Rules.FindUnordered(_history));
    }

    [Fact]
    public void A_check_that_a_later_grant_explains_is_not_stale()
    {
        Change(1, 2, grant: true);
        Change(5, 8, grant: false);
        Change(11, 20, grant: true);
        Check(9, 12, allowed: true);

        Assert.Empty(Rules.FindStaleAllows(_history));
        Assert.Empty(Rules.FindUnordered(_history));
    }

    [Fact]
    public void A_revoke_that_was_never_acknowledged_binds_nobody_until_it_is_seen()
    {
        Change(1, 2, grant: true);
        Change(5, long.MaxValue, grant: false);
        Check(7, 8, allowed: true);
        Check(9, 10, allowed: false);
        Assert.Empty(Rules.FindStaleAllows(_history).Concat(Rules.FindUnordered(_history)));

        Check(11, 12, allowed: true);
        Assert.Single(Rules.FindUnordered(_history));
    }

    [Fact]
    public void Checks_at_the_same_time_may_see_either()
    {
        Change(1, 2, grant: true);
        Change(5, 20, grant: false);
        Check(6, 12, allowed: false);
        Check(11, 14, allowed: true);

        Assert.Empty(Rules.FindUnordered(_history));
    }

    [Fact]
    public void A_right_that_was_never_given_is_not_held()
    {
        Check(1, 2, allowed: true);

        Assert.Single(Rules.FindUnordered(_history));
    }

    [Fact]
    public void What_was_acknowledged_last_must_hold_in_the_end()
    {
        Change(1, 2, grant: true);

        Assert.Empty(Rules.FindLost(_history, new Dictionary<Right, bool> { [Read] = true }));
        Assert.Single(Rules.FindLost(_history, new Dictionary<Right, bool> { [Read] = false }));
    }

    [Fact]
    public void Two_rights_that_exclude_each_other_are_not_seen_together()
    {
        _history.Add(new JointCheck("bob", 1, ["read"]));
        Assert.Empty(Rules.FindNewEnemies(_history));

        _history.Add(new JointCheck("bob", 2, ["read", "write"]));
        Assert.Single(Rules.FindNewEnemies(_history));
    }

    private void Change(long invoked, long acknowledged, bool grant) => _history.Add(new Change(Read, invoked, grant) { Acknowledged = acknowledged });

    private void Check(long invoked, long answered, bool allowed) => _history.Add(new Check(Read, invoked, answered, allowed, 0));
}
