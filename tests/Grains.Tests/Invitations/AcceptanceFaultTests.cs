using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Invitations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.LoginNames;
using AuthServe.Support.Silos;
using Orleans.Runtime;
using Xunit;

namespace AuthServe.Grains.Tests.Invitations;

/// <summary>Accepting an invitation while writes fail. Has a silo of its own: it is the only one who writes there.</summary>
public sealed class AcceptanceFaultTests(SharedSilo silo) : IClassFixture<SharedSilo>
{
    // The writes of an acceptance by somebody who has an account: the entry; the invitation, the user, the projection; and where the account
    // is gone, the entry that removes it.
    private const int Commit = 1;
    private const int Removal = 4;

    [Theory]
    [InlineData(FaultMoment.Before)]
    [InlineData(FaultMoment.After)]
    public async Task A_failure_at_any_step_leaves_one_new_member_or_none(FaultMoment moment)
    {
        var (finished, undone) = (0, 0);
        for (var step = 1; ; step++)
        {
            var tenant = await silo.SignUpAsync();
            var (token, name) = (await tenant.InviteAsync(), SharedSilo.NewName());
            silo.Faults.Arm(step, moment);
            var first = await TryAsync(token, name);
            silo.Faults.Disarm();

            // Until then nobody can tell that the names of one that did not commit are free.
            silo.Clock.Advance(LoginNameGrain.ReservationPeriod + TimeSpan.FromSeconds(1));
            var again = await AcceptAsync(token, name);
            Assert.True(again.Fault?.Code is null or "invitation.used" or "user.username_taken", again.Fault?.Code);
            if (again.Fault is null) undone++;
            else finished++;
            var member = Assert.Single((await tenant.Members.ListMembersAsync(new(null, null, null), null, 10)).Items, member => member.User != tenant.Owner);
            Assert.Equal((name, "user"), (member.Username, Assert.Single(member.Roles)));
            await silo.AssertConsistentAsync(tenant);
            if (silo.Faults.HasFired) continue;

            Assert.Null(first!.Value.Fault);
            break;
        }

        Assert.True(undone >= 3, $"{undone} acceptances were undone");
        Assert.True(finished >= 3, $"{finished} acceptances were finished");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_account_that_went_while_it_was_joining_is_no_member(bool crashesAgain)
    {
        var (home, other) = (await silo.SignUpAsync(), await silo.SignUpAsync());
        var alice = await home.AddSilentAsync("user");
        var token = await other.InviteAsync();

        // The entry is committed, and not yet carried out, when the account goes with its last membership.
        silo.Faults.Arm(Commit, FaultMoment.After);
        await Assert.ThrowsAnyAsync<Exception>(() => silo.Accounts.AcceptInvitationAsync(new(token, alice, null)));
        Assert.Null((await home.Members.RemoveMemberAsync(home.AsOwner, alice)).Fault);
        Assert.Null(await silo.User(alice).GetAccountAsync());

        if (crashesAgain)
        {
            // Listed, and what takes it off the list again has not been written.
            silo.Faults.Arm(Removal, FaultMoment.Before);
            await Record.ExceptionAsync(() => other.Organization.SettleAsync());
            Assert.True(silo.Faults.HasFired);
        }

        await other.Organization.SettleAsync();
        Assert.Equal("member.remove", await silo.NewestCommandAsync(other));
        Assert.DoesNotContain((await other.Members.ListMembersAsync(new(null, null, null), null, 10)).Items, member => member.User == alice);
        await silo.AssertConsistentAsync(other);
    }

    private Task<Outcome<Receipt<Joined>>> AcceptAsync(string token, string name) =>
        silo.Accounts.AcceptInvitationAsync(new(token, null, new InvitedAccount(name, null, new(SharedSilo.Password))));

    private async Task<Outcome<Receipt<Joined>>?> TryAsync(string token, string name)
    {
        try
        {
            return await AcceptAsync(token, name);
        }
        catch (Exception exception) when (exception is IOException or OrleansException)
        {
            return null;
        }
    }
}
