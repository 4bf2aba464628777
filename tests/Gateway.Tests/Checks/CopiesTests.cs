using AuthServe.Gateway.Checks;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Leases;
using AuthServe.GrainInterfaces.Organizations;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AuthServe.Gateway.Tests.Checks;

public sealed class CopiesTests
{
    private const long Old = 7;
    private readonly FakeTimeProvider _time = new();
    private readonly UserId _user = new(Guid.NewGuid());
    private readonly OrganizationId _organization = new(Guid.NewGuid());
    private readonly ClientId _client = new(Guid.NewGuid());
    private readonly Copies _copies;

    public CopiesTests() => _copies = new(_time);

    [Fact]
    public void What_is_kept_is_found_for_the_same_user_in_the_same_organization()
    {
        Keep(Old);

        Assert.NotNull(_copies.Find(_user, _organization));
        Assert.NotNull(_copies.Find(_organization));
        Assert.NotNull(_copies.Find(_client));
        Assert.Null(_copies.Find(new UserId(Guid.NewGuid()), _organization));
        Assert.Null(_copies.Find(_user, new OrganizationId(Guid.NewGuid())));
    }

    [Fact]
    public void A_change_of_the_user_takes_the_member_away()
    {
        Keep(Old);
        _copies.Apply(Change.Of(_user, Old + 1));

        Assert.Null(_copies.Find(_user, _organization));
        Assert.NotNull(_copies.Find(_organization));
    }

    [Fact]
    public void A_change_of_the_policy_takes_the_policy_away()
    {
        Keep(Old);
        _copies.Apply(Change.Of(_organization, Old + 1));

        Assert.Null(_copies.Find(_organization));
        Assert.NotNull(_copies.Find(_user, _organization));
    }

    [Fact]
    public void A_change_of_the_client_takes_the_client_away()
    {
        Keep(Old);
        _copies.Apply(Change.Of(_client, Old + 1));

        Assert.Null(_copies.Find(_client));
        Assert.NotNull(_copies.Find(_organization));
    }

    [Fact]
    public void A_copy_that_has_the_change_stays()
    {
        Keep(Old);
        _copies.Apply(Change.Of(_user, Old));
        _copies.Apply(Change.Of(_organization, Old));
        _copies.Apply(Change.Of(_client, Old));

        AssertAll();
    }

    [Fact]
    public void What_was_asked_for_before_a_change_and_comes_after_it_is_not_found()
    {
        var asked = _copies.Now;
        Tell();
        Keep(Old, asked);
        AssertNothing();

        Keep(Old + 1, asked);
        AssertAll();
    }

    [Fact]
    public void Nor_when_the_change_is_forgotten()
    {
        var asked = _copies.Now;
        Keep(Old);
        Tell();

        _time.Advance(ChangeFloors.Retention + TimeSpan.FromSeconds(1));
        _copies.Prune();
        AssertNothing();
        Keep(Old, asked);
        AssertNothing();
    }

    private void Tell()
    {
        _copies.Apply(Change.Of(_user, Old + 1));
        _copies.Apply(Change.Of(_organization, Old + 1));
        _copies.Apply(Change.Of(_client, Old + 1));
    }

    private void Keep(long version, long? asked = null)
    {
        var at = asked ?? _copies.Now;
        _copies.Keep(_user, _organization, new MemberCopy(version, version, [], [], []), at);
        _copies.Keep(_organization, new PolicySnapshot(version, []), at);
        _copies.Keep(_client, new ClientCopy(version, new(_client, _organization, "", true, "", [], [], [], null, false, null, [], default)), at);
    }

    private void AssertAll()
    {
        Assert.NotNull(_copies.Find(_user, _organization));
        Assert.NotNull(_copies.Find(_organization));
        Assert.NotNull(_copies.Find(_client));
    }

    private void AssertNothing()
    {
        Assert.Null(_copies.Find(_user, _organization));
        Assert.Null(_copies.Find(_organization));
        Assert.Null(_copies.Find(_client));
    }
}
