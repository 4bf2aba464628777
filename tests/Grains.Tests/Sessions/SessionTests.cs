using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Policies;
using AuthServe.Grains.Users;
using AuthServe.Support.Silos;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit;

namespace AuthServe.Grains.Tests.Sessions;

/// <summary>Has a silo of its own, whose clock moves.</summary>
public sealed class SessionTests(SharedSilo silo) : IClassFixture<SharedSilo>
{
    private const string Other = "another walk in June";

    [Fact]
    public async Task A_session_answers_until_it_is_ended()
    {
        var tenant = await silo.SignUpAsync();
        var session = await BeginAsync(tenant);
        Assert.True(await IsAliveAsync(tenant, session));

        await Sessions(tenant.Owner).EndSessionsAsync([session]);

        Assert.False(await IsAliveAsync(tenant, session));
        Assert.True(await tenant.MayAsync(tenant.Owner, "auth.user.read"));
    }

    [Fact]
    public async Task A_session_that_was_never_begun_answers_nothing()
    {
        var tenant = await silo.SignUpAsync();

        var answer = await AskAsync(tenant, SessionId.New(silo.Clock));

        Assert.Equal((false, Refusal.SessionEnded), (answer.IsAllowed, answer.Reason));
    }

    [Fact]
    public async Task A_session_ends_by_itself()
    {
        var tenant = await silo.SignUpAsync();
        var session = await BeginAsync(tenant);

        silo.Clock.Advance(TimeSpan.FromHours(2));

        Assert.False(await IsAliveAsync(tenant, session));
        Assert.Empty(await Sessions(tenant.Owner).ListSessionsAsync());
    }

    [Fact]
    public async Task A_revoked_token_is_refused_and_its_session_goes_on()
    {
        var tenant = await silo.SignUpAsync();
        var session = await BeginAsync(tenant);

        await Sessions(tenant.Owner).RevokeTokenAsync("one", silo.Clock.GetUtcNow() + TimeSpan.FromMinutes(15));

        Assert.False((await silo.User(tenant.Owner).CheckAsync(tenant.Id, new(null, null, session, "one"))).IsAllowed);
        Assert.True((await silo.User(tenant.Owner).CheckAsync(tenant.Id, new(null, null, session, "two"))).IsAllowed);
    }

    [Fact]
    public async Task A_changed_password_ends_every_session_but_the_one_it_was_changed_in()
    {
        var name = SharedSilo.NewName();
        var tenant = await silo.SignUpAsync(name);
        var (kept, ended) = (await BeginAsync(tenant), await BeginAsync(tenant));

        var changed = await silo.Accounts.ChangePasswordAsync(new(tenant.Owner, new(SharedSilo.Password), new(Other), kept));

        Assert.Null(changed.Fault);
        Assert.True(await IsAliveAsync(tenant, kept));
        Assert.False(await IsAliveAsync(tenant, ended));
        Assert.Equal("credentials.invalid", (await SignInAsync(name, SharedSilo.Password)).Code);
        Assert.Null((await SignInAsync(name, Other)).Code);
    }

    [Fact]
    public async Task A_wrong_or_weak_password_changes_nothing()
    {
        var tenant = await silo.SignUpAsync();
        var session = await BeginAsync(tenant);

        Assert.Equal("credentials.invalid", (await ChangeAsync(tenant, "not it at all", Other)).Fault?.Code);
        Assert.Equal("user.password_weak", (await ChangeAsync(tenant, SharedSilo.Password, "password")).Fault?.Code);

        Assert.True(await IsAliveAsync(tenant, session));
    }

    [Fact]
    public async Task Who_gave_the_old_password_just_before_it_was_changed_does_not_get_in_after()
    {
        var name = SharedSilo.NewName();
        var tenant = await silo.SignUpAsync(name);
        var (generation, _) = await SignInAsync(name, SharedSilo.Password);
        await ChangeAsync(tenant, SharedSilo.Password, Other);

        var late = await Sessions(tenant.Owner).BeginSessionAsync(Session(tenant, generation));

        Assert.Equal("session.ended", late.Fault?.Code);
    }

    [Fact]
    public async Task A_password_change_that_was_cut_short_is_finished_by_the_next_sign_in()
    {
        var name = SharedSilo.NewName();
        var tenant = await silo.SignUpAsync(name);
        var old = await BeginAsync(tenant);
        await silo.Credentials(tenant.Owner).ChangePasswordAsync(new(SharedSilo.Password), new(Other));
        Assert.True(await IsAliveAsync(tenant, old));

        var (generation, _) = await SignInAsync(name, Other);
        await Sessions(tenant.Owner).BeginSessionAsync(Session(tenant, generation));

        Assert.False(await IsAliveAsync(tenant, old));
    }

    [Fact]
    public async Task A_member_who_is_disabled_is_signed_out_for_good()
    {
        var tenant = await silo.SignUpAsync();
        var member = await tenant.AddAsync("user");
        var session = Session(tenant, 1);
        await Sessions(member).BeginSessionAsync(session);

        await tenant.Members.UpdateMemberAsync(tenant.AsOwner, member, new(null, false));
        await tenant.Members.UpdateMemberAsync(tenant.AsOwner, member, new(null, true));

        Assert.True(await tenant.MayAsync(member, "auth.user.read"));
        Assert.Equal(Refusal.SessionEnded, (await silo.User(member).CheckAsync(tenant.Id, new(null, null, session.Id))).Reason);
    }

    [Fact]
    public async Task A_removed_member_has_no_session_left()
    {
        var tenant = await silo.SignUpAsync();
        var member = await tenant.AddAsync("user");
        await Sessions(member).BeginSessionAsync(Session(tenant, 1));

        await tenant.Members.RemoveMemberAsync(tenant.AsOwner, member);

        Assert.Empty(await Sessions(member).ListSessionsAsync());
    }

    [Fact]
    public async Task Of_too_many_sessions_with_a_client_its_oldest_ends_and_no_other()
    {
        var tenant = await silo.SignUpAsync();
        var browser = Session(tenant, 1) with { Organization = null };
        await Sessions(tenant.Owner).BeginSessionAsync(browser);
        var first = await BeginAsync(tenant);
        for (var more = 0; more < SessionTransitions.MaxSessionsOfAClient; more++)
        {
            silo.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await BeginAsync(tenant);
        }

        Assert.False(await IsAliveAsync(tenant, first));
        Assert.True(await IsAliveAsync(tenant, browser.Id));
        Assert.Equal(SessionTransitions.MaxSessionsOfAClient + 1, (await Sessions(tenant.Owner).ListSessionsAsync()).Length);
    }

    [Fact]
    public async Task Another_activation_sees_a_session_that_the_first_one_began_and_that_it_has_ended()
    {
        var tenant = await silo.SignUpAsync();
        var session = Session(tenant, 1);
        Assert.True(await tenant.MayAsync(tenant.Owner, "auth.user.read"));

        await OvertakeAsync(tenant.Owner, state => state.With(session, silo.Clock.GetUtcNow()));
        Assert.True(await IsAliveAsync(tenant, session.Id));

        var version = await OvertakeAsync(tenant.Owner, state => state.Without([session.Id.Value]));
        Assert.True(await IsAliveAsync(tenant, session.Id), "Nothing was pushed yet: the test would show nothing.");
        silo.Services.GetRequiredService<UserFloors>().Raise(tenant.Owner.Value, version);
        Assert.False(await IsAliveAsync(tenant, session.Id));
    }

    [Fact]
    public async Task What_was_allowed_in_a_browser_begins_no_session_once_that_has_signed_out()
    {
        var tenant = await silo.SignUpAsync();
        var browser = Session(tenant, 1) with { Organization = null };
        await OvertakeAsync(tenant.Owner, state => state.With(browser, silo.Clock.GetUtcNow()));
        var before = await Sessions(tenant.Owner).BeginSessionAsync(Session(tenant, 1), browser.Id);
        await Sessions(tenant.Owner).EndSessionsAsync([browser.Id]);

        var after = await Sessions(tenant.Owner).BeginSessionAsync(Session(tenant, 1), browser.Id);

        Assert.Equal((null, "session.ended"), (before.Fault?.Code, after.Fault?.Code));
        Assert.True(await IsAliveAsync(tenant, before.Value!.Id));
    }

    [Fact]
    public async Task Signing_out_everywhere_leaves_no_session_that_was_allowed_before_and_begins_meanwhile()
    {
        for (var round = 0; round < 20; round++)
        {
            var tenant = await silo.SignUpAsync();
            var browser = Session(tenant, 1) with { Organization = null };
            await Sessions(tenant.Owner).BeginSessionAsync(browser);

            var racing = Enumerable.Range(0, 8).Select(_ => Sessions(tenant.Owner).BeginSessionAsync(Session(tenant, 1), browser.Id)).ToList();
            await Sessions(tenant.Owner).EndAllSessionsAsync();
            racing.AddRange(Enumerable.Range(0, 8).Select(_ => Sessions(tenant.Owner).BeginSessionAsync(Session(tenant, 1), browser.Id)));
            await Task.WhenAll(racing);

            Assert.Empty(await Sessions(tenant.Owner).ListSessionsAsync());
        }
    }

    [Fact]
    public async Task An_admin_ends_the_session_of_a_member_and_the_log_says_so()
    {
        var tenant = await silo.SignUpAsync();
        var (admin, member) = (await tenant.AddAsync("admin"), await tenant.AddAsync("user"));
        var (one, two) = (Session(tenant, 1), Session(tenant, 1));
        await Sessions(member).BeginSessionAsync(one);
        await Sessions(member).BeginSessionAsync(two);

        Assert.Null((await tenant.Members.EndMemberSessionsAsync(new(admin), member, one.Id)).Fault);

        Assert.Equal(two.Id, Assert.Single(await Sessions(member).ListSessionsAsync()).Id);
        Assert.Equal("member.end_sessions", await silo.NewestCommandAsync(tenant));
        Assert.Equal("session.not_found", (await tenant.Members.EndMemberSessionsAsync(new(admin), member, one.Id)).Fault?.Code);
        Assert.Equal("actor.forbidden", (await tenant.Members.EndMemberSessionsAsync(new(member), admin, null)).Fault?.Code);
        Assert.Equal("owner.required", (await tenant.Members.EndMemberSessionsAsync(new(admin), tenant.Owner, null)).Fault?.Code);
    }

    [Fact]
    public async Task An_organization_ends_only_the_sessions_that_are_its_own()
    {
        var (tenant, elsewhere) = (await silo.SignUpAsync(), await silo.SignUpAsync());
        var session = await BeginAsync(elsewhere);

        Assert.Equal("user.not_found", (await tenant.Members.EndMemberSessionsAsync(tenant.AsOwner, elsewhere.Owner, session)).Fault?.Code);

        Assert.True(await IsAliveAsync(elsewhere, session));
    }

    private IUserSessions Sessions(UserId user) => silo.Grain<IUserSessions>(user.Value);

    private Task<GrainInterfaces.Outcomes.Outcome<GrainInterfaces.Outcomes.Receipt>> ChangeAsync(Tenant tenant, string current, string next) =>
        silo.Accounts.ChangePasswordAsync(new(tenant.Owner, new(current), new(next), Kept: null));

    private async Task<(long Generation, string? Code)> SignInAsync(string name, string password)
    {
        var outcome = await silo.Accounts.SignInAsync(new(name, new Password(password), null, null));
        return (outcome.Value?.PasswordGeneration ?? 0, outcome.Fault?.Code);
    }

    private Session Session(Tenant tenant, long generation)
    {
        var now = silo.Clock.GetUtcNow();
        return new(SessionId.New(silo.Clock), "authserve", tenant.Id, generation, now, now, now + TimeSpan.FromHours(1), null);
    }

    private async Task<SessionId> BeginAsync(Tenant tenant)
    {
        var session = Session(tenant, 1);
        Assert.Null((await Sessions(tenant.Owner).BeginSessionAsync(session)).Fault);
        return session.Id;
    }

    private async Task<CheckResult> AskAsync(Tenant tenant, SessionId session) =>
        await silo.User(tenant.Owner).CheckAsync(tenant.Id, new(null, null, session));

    private async Task<bool> IsAliveAsync(Tenant tenant, SessionId session) => (await AskAsync(tenant, session)).IsAllowed;

    [Fact]
    public async Task An_end_that_finds_nothing_to_end_keeps_out_a_beginning_that_was_lost_sight_of()
    {
        var tenant = await silo.SignUpAsync();
        silo.Faults.Arm(1, FaultMoment.Before);
        await Assert.ThrowsAnyAsync<Exception>(() => Sessions(tenant.Owner).BeginSessionAsync(Session(tenant, 1)));
        silo.Faults.Disarm();
        var late = await ReadRowAsync(tenant.Owner);

        await Sessions(tenant.Owner).EndAllSessionsAsync();

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteRowAsync(tenant.Owner, late));
    }

    private async Task<long> OvertakeAsync(UserId user, Func<UserState, UserState> change)
    {
        var row = await ReadRowAsync(user);
        row.State = change(row.State!);
        await WriteRowAsync(user, row);
        return row.State.Version;
    }

    private async Task<GrainState<UserState>> ReadRowAsync(UserId user)
    {
        var row = new GrainState<UserState>(new());
        await Storage.ReadStateAsync("user", RowOf(user), row);
        return row;
    }

    private Task WriteRowAsync(UserId user, GrainState<UserState> row) => Storage.WriteStateAsync("user", RowOf(user), row);

    private IGrainStorage Storage => silo.Services.GetRequiredKeyedService<IGrainStorage>("Default");

    private GrainId RowOf(UserId user) => ((IAddressable)silo.User(user)).GetGrainId();
}
