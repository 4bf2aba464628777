using AuthServe.GrainInterfaces.Grants;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.Grains.Grants;
using AuthServe.Support.Silos;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServe.Grains.Tests.Grants;

/// <summary>Has a silo of its own, whose clock moves and whose storage fails.</summary>
public sealed class GrantTests(SharedSilo silo) : IClassFixture<SharedSilo>
{
    private const string Client = "01900000-0000-7000-8000-00000000000a";
    private static readonly CodeBinding Binding = new("https://app.example/callback", "challenge", "nonce", Pushed: null);
    private static readonly TimeSpan PastGrace = TimeSpan.FromSeconds(11);

    [Fact]
    public async Task A_code_stands_for_what_was_allowed_and_is_used_up_by_its_first_use()
    {
        var grant = await AuthorizeAsync(await silo.SignUpAsync());

        var found = await grant.Grain.FindCodeAsync(grant.Code);
        var first = await grant.Grain.RedeemCodeAsync(grant.Code);

        Assert.Equal(Binding, found.Value!.Binding);
        Assert.Equal(grant.Allowed.User, first.Value!.Authorization.User);
        Assert.NotNull(await Sessions(grant).FindSessionAsync(grant.Session));
    }

    [Fact]
    public async Task A_code_used_again_ends_what_its_first_use_began_and_the_log_says_so()
    {
        var tenant = await silo.SignUpAsync();
        var grant = await AuthorizeAsync(tenant);
        var tokens = (await grant.Grain.RedeemCodeAsync(grant.Code)).Value!;

        Assert.Equal("grant.invalid", (await grant.Grain.RedeemCodeAsync(grant.Code)).Fault?.Code);

        Assert.Null(await Sessions(grant).FindSessionAsync(grant.Session));
        Assert.Equal("grant.invalid", (await grant.Grain.RefreshAsync(tokens.RefreshToken!.Text)).Fault?.Code);
        Assert.Equal("session.end_replayed", await silo.NewestCommandAsync(tenant));
    }

    [Fact]
    public async Task Of_a_hundred_uses_of_a_code_at_once_one_wins()
    {
        var grant = await AuthorizeAsync(await silo.SignUpAsync());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => grant.Grain.RedeemCodeAsync(grant.Code)));

        Assert.Single(outcomes, outcome => outcome.Fault is null);
        Assert.Null(await Sessions(grant).FindSessionAsync(grant.Session));
    }

    [Fact]
    public async Task A_code_runs_out()
    {
        var grant = await AuthorizeAsync(await silo.SignUpAsync());

        silo.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal("grant.invalid", (await grant.Grain.FindCodeAsync(grant.Code)).Fault?.Code);
        Assert.Equal("grant.invalid", (await grant.Grain.RedeemCodeAsync(grant.Code)).Fault?.Code);
    }

    [Fact]
    public async Task A_refresh_token_is_replaced_and_its_successor_given_again_for_a_few_seconds()
    {
        var (grain, first, _) = await BeginAsync(await silo.SignUpAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => grain.RefreshAsync(first)));

        var second = Assert.Single(answers.Select(answer => answer.Value!.RefreshToken!.Text).Distinct());
        Assert.NotEqual(first, second);
        Assert.NotEqual(second, (await grain.RefreshAsync(second)).Value!.RefreshToken!.Text);
    }

    [Fact]
    public async Task A_refresh_token_used_again_later_ends_the_family_and_the_log_says_so()
    {
        var tenant = await silo.SignUpAsync();
        var (grain, first, session) = await BeginAsync(tenant);
        var second = (await grain.RefreshAsync(first)).Value!.RefreshToken!.Text;

        silo.Clock.Advance(PastGrace);

        Assert.Equal("grant.invalid", (await grain.RefreshAsync(first)).Fault?.Code);
        Assert.Equal("grant.invalid", (await grain.RefreshAsync(second)).Fault?.Code);
        Assert.Null(await silo.Grain<IUserSessions>(tenant.Owner.Value).FindSessionAsync(session));
        Assert.Equal("session.end_replayed", await silo.NewestCommandAsync(tenant));
    }

    [Fact]
    public async Task A_refresh_token_two_generations_old_ends_the_family_at_once()
    {
        var (grain, first, _) = await BeginAsync(await silo.SignUpAsync());
        var second = (await grain.RefreshAsync(first)).Value!.RefreshToken!.Text;
        var third = (await grain.RefreshAsync(second)).Value!.RefreshToken!.Text;

        Assert.Equal("grant.invalid", (await grain.RefreshAsync(first)).Fault?.Code);
        Assert.Equal("grant.invalid", (await grain.RefreshAsync(third)).Fault?.Code);
    }

    [Fact]
    public async Task Looking_at_a_used_refresh_token_ends_nothing()
    {
        var (grain, first, _) = await BeginAsync(await silo.SignUpAsync());
        var second = (await grain.RefreshAsync(first)).Value!.RefreshToken!.Text;
        silo.Clock.Advance(PastGrace);

        Assert.Equal("grant.invalid", (await grain.FindRefreshTokenAsync(first, isUse: false)).Fault?.Code);

        Assert.Null((await grain.RefreshAsync(second)).Fault);
    }

    [Fact]
    public async Task A_refresh_token_that_is_not_used_runs_out()
    {
        var (grain, first, _) = await BeginAsync(await silo.SignUpAsync());

        silo.Clock.Advance(TimeSpan.FromDays(15));

        Assert.Equal("grant.invalid", (await grain.RefreshAsync(first)).Fault?.Code);
    }

    [Theory]
    [InlineData(FaultMoment.Before)]
    [InlineData(FaultMoment.After)]
    public async Task A_refresh_whose_write_fails_can_be_asked_for_again(FaultMoment moment)
    {
        var (grain, first, _) = await BeginAsync(await silo.SignUpAsync());
        silo.Faults.Arm(1, moment);
        await Assert.ThrowsAnyAsync<Exception>(() => grain.RefreshAsync(first));
        silo.Faults.Disarm();

        var second = (await grain.RefreshAsync(first)).Value!.RefreshToken!.Text;

        Assert.Null((await grain.RefreshAsync(second)).Fault);
    }

    [Theory]
    [InlineData(FaultMoment.Before)]
    [InlineData(FaultMoment.After)]
    public async Task A_redemption_that_fails_at_any_step_leaves_no_session_without_its_grant(FaultMoment moment)
    {
        for (var step = 1; ; step++)
        {
            var grant = await AuthorizeAsync(await silo.SignUpAsync());
            silo.Faults.Arm(step, moment);
            var outcome = await TryAsync(() => grant.Grain.RedeemCodeAsync(grant.Code));
            silo.Faults.Disarm();
            if (!silo.Faults.HasFired)
            {
                Assert.Null(outcome?.Fault);
                return;
            }

            // Used up or not, what comes after is what a second use is: at most one session, and none once it is over.
            await TryAsync(() => grant.Grain.RedeemCodeAsync(grant.Code));
            await TryAsync(() => grant.Grain.RedeemCodeAsync(grant.Code));
            Assert.Null(await Sessions(grant).FindSessionAsync(grant.Session));
        }
    }

    [Fact]
    public async Task Nobody_makes_a_credential_that_the_cluster_did_not()
    {
        var tenant = await silo.SignUpAsync();
        var (grain, first, _) = await BeginAsync(tenant);
        var (_, other, _) = await BeginAsync(tenant);
        Assert.True(Credential.TryParse(first, CredentialKind.RefreshToken, out var mine));
        Assert.True(Credential.TryParse(other, CredentialKind.RefreshToken, out var foreign));

        Credential[] forged =
        [
            mine with { Generation = 2 },
            mine with { Generation = 0 },
            mine with { Generation = int.MaxValue },
            mine with { Secret = foreign.Secret },
            mine with { Secret = new byte[Credential.SecretSize] },
            foreign,
        ];

        Assert.All(
            await Task.WhenAll(forged.Select(credential => grain.RefreshAsync(credential.Encode()))),
            outcome => Assert.Equal("grant.invalid", outcome.Fault?.Code));
        Assert.Equal("grant.invalid", (await grain.RedeemCodeAsync((mine with { Kind = CredentialKind.AuthorizationCode }).Encode())).Fault?.Code);
        Assert.Null((await grain.RefreshAsync(first)).Fault);
    }

    [Fact]
    public async Task A_pushed_request_is_used_up_by_the_code_for_it()
    {
        var grain = silo.Grain<IGrantGrain>(Guid.CreateVersion7());
        var pushed = (await grain.PushAsync(new(Client, """{"scope":"openid"}"""))).Value!.Text;
        var allowed = Allow(await silo.SignUpAsync());
        Assert.Equal("""{"scope":"openid"}""", (await grain.OpenPushedAsync(pushed)).Value!.Parameters);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.AuthorizeAsync(allowed, Binding with { Pushed = pushed })));

        var code = Assert.Single(outcomes, outcome => outcome.Fault is null).Value!.Text;
        Assert.Equal("grant.invalid", (await grain.OpenPushedAsync(pushed)).Fault?.Code);
        Assert.Null((await grain.RedeemCodeAsync(code)).Fault);
    }

    [Fact]
    public async Task A_pushed_request_is_for_the_client_that_pushed_it_and_does_not_wait_for_ever()
    {
        var grain = silo.Grain<IGrantGrain>(Guid.CreateVersion7());
        var pushed = (await grain.PushAsync(new(Client, "{}"))).Value!.Text;
        var foreign = Allow(await silo.SignUpAsync()) with { ClientId = "01900000-0000-7000-8000-00000000000b" };
        Assert.Equal("grant.invalid", (await grain.AuthorizeAsync(foreign, Binding with { Pushed = pushed })).Fault?.Code);

        silo.Clock.Advance(TimeSpan.FromSeconds(91));

        Assert.Equal("grant.invalid", (await grain.OpenPushedAsync(pushed)).Fault?.Code);
    }

    [Fact]
    public async Task A_device_waits_for_its_user_and_gets_in_once()
    {
        var tenant = await silo.SignUpAsync();
        var grain = silo.Grain<IGrantGrain>(Guid.CreateVersion7());
        var issued = (await grain.RequestDeviceAsync(new(Client, ["openid"]))).Value!;
        var device = issued.DeviceCode.Text;
        Assert.Equal(grain.GetPrimaryKey(), await silo.Grain<IUserCodeGrain>(UserCode.GrainKey(issued.UserCode)).FindAsync());
        Assert.Equal("grant.pending", (await grain.PollDeviceAsync(device)).Fault?.Code);
        Assert.Equal("grant.slow_down", (await grain.PollDeviceAsync(device)).Fault?.Code);

        await grain.DecideDeviceAsync(Allow(tenant));
        Assert.Equal("grant.invalid", (await grain.DecideDeviceAsync(null)).Fault?.Code);
        Assert.Null((await grain.PollDeviceAsync(device)).Fault);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.RedeemDeviceCodeAsync(device)));

        Assert.Single(outcomes, outcome => outcome.Fault is null);
    }

    [Fact]
    public async Task A_device_that_is_refused_or_too_late_does_not_get_in()
    {
        var (refused, late) = (silo.Grain<IGrantGrain>(Guid.CreateVersion7()), silo.Grain<IGrantGrain>(Guid.CreateVersion7()));
        var first = (await refused.RequestDeviceAsync(new(Client, []))).Value!.DeviceCode.Text;
        var second = (await late.RequestDeviceAsync(new(Client, []))).Value!.DeviceCode.Text;

        await refused.DecideDeviceAsync(null);
        Assert.Equal("grant.denied", (await refused.PollDeviceAsync(first)).Fault?.Code);
        silo.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal("grant.expired", (await late.PollDeviceAsync(second)).Fault?.Code);
        Assert.Equal("grant.invalid", (await late.RedeemDeviceCodeAsync(second)).Fault?.Code);
        Assert.Equal("grant.invalid", (await late.DecideDeviceAsync(Allow(await silo.SignUpAsync()))).Fault?.Code);
    }

    [Fact]
    public async Task A_grant_that_was_not_used_for_long_leaves_no_row_and_others_stay()
    {
        var tenant = await silo.SignUpAsync();
        var (grain, first, _) = await BeginAsync(tenant);
        var sweep = silo.Services.GetRequiredService<GrantSweep>();
        await sweep.SweepAsync(DateTimeOffset.UnixEpoch);
        await SharedSilo.DeactivateAsync(grain);
        var second = (await grain.RefreshAsync(first)).Value!.RefreshToken!.Text;

        Assert.NotEqual(0, await sweep.SweepAsync(DateTimeOffset.MaxValue));
        await SharedSilo.DeactivateAsync(grain);

        Assert.Equal("grant.invalid", (await grain.RefreshAsync(second)).Fault?.Code);
        Assert.True(await tenant.MayAsync(tenant.Owner, "auth.user.read"));
    }

    [Fact]
    public async Task What_is_ended_while_it_is_refreshed_stays_ended()
    {
        var tenant = await silo.SignUpAsync();
        var (grain, first, session) = await BeginAsync(tenant);

        var racing = Enumerable.Range(0, 8).Select(_ => grain.RefreshAsync(first)).ToList();
        await silo.Grain<IUserSessions>(tenant.Owner.Value).EndSessionsAsync([session]);

        foreach (var outcome in await Task.WhenAll(racing))
        {
            if (outcome.Value is { } won) Assert.Equal("grant.invalid", (await grain.RefreshAsync(won.RefreshToken!.Text)).Fault?.Code);
        }

        Assert.Equal("grant.invalid", (await grain.RefreshAsync(first)).Fault?.Code);
    }

    private Authorization Allow(Tenant tenant) =>
        new(Client, tenant.Owner, tenant.Id, ["openid", "offline_access"], PasswordGeneration: 1, silo.Clock.GetUtcNow(), "test", IsRefreshable: true);

    private async Task<MadeGrant> AuthorizeAsync(Tenant tenant)
    {
        var grain = silo.Grain<IGrantGrain>(Guid.CreateVersion7());
        var allowed = Allow(tenant);
        return new(grain, allowed, (await grain.AuthorizeAsync(allowed, Binding)).Value!.Text);
    }

    private async Task<(IGrantGrain Grain, string RefreshToken, SessionId Session)> BeginAsync(Tenant tenant)
    {
        var grain = silo.Grain<IGrantGrain>(Guid.CreateVersion7());
        var begun = (await grain.BeginAsync(Allow(tenant))).Value!;
        return (grain, begun.RefreshToken!.Text, new(grain.GetPrimaryKey()));
    }

    private IUserSessions Sessions(MadeGrant grant) => silo.Grain<IUserSessions>(grant.Allowed.User.Value);

    private static async Task<Outcome<ActiveGrant>?> TryAsync(Func<Task<Outcome<ActiveGrant>>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            return null;
        }
    }

    private sealed record MadeGrant(IGrantGrain Grain, Authorization Allowed, string Code)
    {
        public SessionId Session => new(Grain.GetPrimaryKey());
    }
}
