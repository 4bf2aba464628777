using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.Grains.Links;
using AuthServe.Grains.LoginNames;
using AuthServe.Support.Silos;
using Orleans.Runtime;
using Xunit;

namespace AuthServe.Grains.Tests.Accounts;

/// <summary>Has a silo of its own, whose storage fails and whose clock moves.</summary>
public sealed class EmailVerificationTests(SharedSilo silo) : IClassFixture<SharedSilo>
{
    private readonly string _name = SharedSilo.NewName();
    private readonly string _next = SharedSilo.NewName() + "@next.example";

    public static TheoryData<FaultMoment> Moments => [FaultMoment.Before, FaultMoment.After];

    [Fact]
    public async Task Signing_up_sends_a_link_that_confirms_the_address()
    {
        var tenant = await silo.SignUpAsync(_name);
        Assert.False((await silo.AccountAsync(tenant.Owner)).IsEmailVerified);
        var token = await silo.ReceiveVerificationAsync(LinkSilo.AddressOf(_name));

        Assert.Null(await silo.VerifyAsync(token));

        Assert.True((await silo.AccountAsync(tenant.Owner)).IsEmailVerified);
        Assert.Equal("link.invalid", await silo.VerifyAsync(token));
    }

    [Fact]
    public async Task Somebody_who_is_added_is_sent_a_link()
    {
        var tenant = await silo.SignUpAsync();
        var added = await silo.AccountAsync(await tenant.AddAsync("user"));

        Assert.Null(await silo.VerifyAsync(await silo.ReceiveVerificationAsync(added.PrimaryEmail)));

        Assert.True((await silo.AccountAsync(added.User)).IsEmailVerified);
    }

    [Fact]
    public async Task A_link_is_sent_again_on_demand_but_not_at_once_and_not_when_all_is_confirmed()
    {
        var tenant = await silo.SignUpAsync(_name);
        var address = LinkSilo.AddressOf(_name);
        var first = await silo.ReceiveVerificationAsync(address);

        await AskAgainAsync();
        Assert.Null(silo.Mail.TryReceive(address, "verify-email"));

        silo.Clock.Advance(MailedLink.Pause);
        await AskAgainAsync();
        var second = await silo.ReceiveVerificationAsync(address);
        Assert.Equal("link.invalid", await silo.VerifyAsync(first));
        Assert.Null(await silo.VerifyAsync(second));

        silo.Clock.Advance(MailedLink.Pause);
        await AskAgainAsync();
        Assert.Null(silo.Mail.TryReceive(address, "verify-email"));

        async Task AskAgainAsync()
        {
            Assert.Null((await silo.Links.RequestEmailVerificationAsync(tenant.Owner)).Fault);
            await silo.MailIsSettledAsync(address);
        }
    }

    [Fact]
    public async Task Another_address_takes_effect_when_its_link_is_used()
    {
        var tenant = await silo.SignUpAsync(_name);
        Assert.Null((await silo.Links.RequestEmailChangeAsync(tenant.Owner, _next)).Fault);
        var token = await silo.ReceiveVerificationAsync(_next);
        Assert.Equal(LinkSilo.AddressOf(_name), (await silo.AccountAsync(tenant.Owner)).PrimaryEmail);

        Assert.Null(await silo.VerifyAsync(token));

        await AssertChangedAsync(tenant);
        Assert.Equal("member.update_profile", await silo.NewestCommandAsync(tenant));
        Assert.Null((await silo.TrySignUpAsync(SharedSilo.NewName(), LinkSilo.AddressOf(_name))).Fault);
    }

    [Fact]
    public async Task Another_address_makes_the_links_to_the_old_one_good_for_nothing()
    {
        var tenant = await silo.SignUpAsync(_name);
        var verification = await silo.ReceiveVerificationAsync(LinkSilo.AddressOf(_name));
        var reset = await silo.ReceiveResetAsync(_name);

        await ChangeAsync(tenant);

        Assert.Equal("link.invalid", await silo.ResetAsync(reset));
        Assert.Equal("link.invalid", await silo.VerifyAsync(verification));
    }

    [Fact]
    public async Task There_and_back_again()
    {
        var tenant = await silo.SignUpAsync(_name);
        await ChangeAsync(tenant);
        silo.Clock.Advance(MailedLink.Pause);

        Assert.Null((await silo.Links.RequestEmailChangeAsync(tenant.Owner, LinkSilo.AddressOf(_name))).Fault);
        Assert.Null(await silo.VerifyAsync(await NewestAsync(LinkSilo.AddressOf(_name))));

        Assert.Null(await silo.SignInAsync(LinkSilo.AddressOf(_name)));
        Assert.Equal("credentials.invalid", await silo.SignInAsync(_next));
    }

    [Fact]
    public async Task A_change_that_is_withdrawn_does_not_happen()
    {
        var tenant = await silo.SignUpAsync(_name);
        Assert.Null((await silo.Links.RequestEmailChangeAsync(tenant.Owner, _next)).Fault);
        var token = await silo.ReceiveVerificationAsync(_next);

        Assert.Null((await silo.Links.RequestEmailChangeAsync(tenant.Owner, LinkSilo.AddressOf(_name))).Fault);

        Assert.Equal("link.invalid", await silo.VerifyAsync(token));
        Assert.Equal(LinkSilo.AddressOf(_name), (await silo.AccountAsync(tenant.Owner)).PrimaryEmail);
    }

    [Fact]
    public async Task Nobody_can_have_mail_sent_to_ever_new_addresses()
    {
        var tenant = await silo.SignUpAsync(_name);
        Assert.Null((await silo.Links.RequestEmailChangeAsync(tenant.Owner, _next)).Fault);

        Assert.Equal("mail.too_soon", (await silo.Links.RequestEmailChangeAsync(tenant.Owner, "a" + _next)).Fault?.Code);
        silo.Clock.Advance(MailedLink.Pause);
        Assert.Null((await silo.Links.RequestEmailChangeAsync(tenant.Owner, "a" + _next)).Fault);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_refused_also_when_it_was_taken_meanwhile()
    {
        var tenant = await silo.SignUpAsync(_name);
        var other = SharedSilo.NewName();
        await silo.SignUpAsync(other);
        Assert.Equal("user.email_taken", (await silo.Links.RequestEmailChangeAsync(tenant.Owner, LinkSilo.AddressOf(other))).Fault?.Code);
        Assert.Null((await silo.Links.RequestEmailChangeAsync(tenant.Owner, _next)).Fault);
        var token = await silo.ReceiveVerificationAsync(_next);
        Assert.Null((await silo.TrySignUpAsync(SharedSilo.NewName(), _next)).Fault);

        Assert.Equal("user.email_taken", await silo.VerifyAsync(token));

        Assert.Equal(LinkSilo.AddressOf(_name), (await silo.AccountAsync(tenant.Owner)).PrimaryEmail);
        Assert.Null(await silo.SignInAsync(LinkSilo.AddressOf(_name)));
    }

    [Fact]
    public async Task Of_two_who_want_an_address_at_once_one_gets_it()
    {
        var tenant = await silo.SignUpAsync(_name);
        Assert.Null((await silo.Links.RequestEmailChangeAsync(tenant.Owner, _next)).Fault);
        var token = await silo.ReceiveVerificationAsync(_next);
        var newcomer = SharedSilo.NewName();

        var (changed, signedUp) = (silo.VerifyAsync(token), silo.TrySignUpAsync(newcomer, _next));
        await Task.WhenAll(changed, signedUp);

        Assert.True(await changed is null ^ (await signedUp).Fault is null);
        Assert.Null(await silo.SignInAsync(_next));
    }

    /// <summary>Lets each write of a change fail in turn. Whoever tries again finds it done or does it, and nobody else loses anything.</summary>
    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_failure_at_any_step_of_a_change_is_mended_by_trying_again(FaultMoment moment)
    {
        for (var step = 1; ; step++)
        {
            var (name, next) = (SharedSilo.NewName(), SharedSilo.NewName() + "@next.example");
            var tenant = await silo.SignUpAsync(name);
            Assert.Null((await silo.Links.RequestEmailChangeAsync(tenant.Owner, next)).Fault);
            var token = await silo.ReceiveVerificationAsync(next);

            silo.Faults.Arm(step, moment);
            await TryAsync(() => silo.VerifyAsync(token));
            silo.Faults.Disarm();
            if (!silo.Faults.HasFired)
            {
                Assert.True(step > 3, $"{step}");
                return;
            }

            // What failed has given its activation up, and a call that was on its way to it may fail once more.
            while (!await TryAsync(() => silo.VerifyAsync(token)))
            {
            }

            await AssertChangedAsync(tenant, name, next);
        }
    }

    /// <summary>Nobody waits for somebody who reserved a name for a change and never came back; and that account keeps its password.</summary>
    [Fact]
    public async Task A_change_that_was_never_committed_frees_the_address_and_harms_nobody()
    {
        var tenant = await silo.SignUpAsync(_name);
        await silo.Grain<ILoginNameGrain>(LoginName.EmailKey(_next)).ReserveAsync(tenant.Owner, tenant.Id);
        silo.Clock.Advance(LoginNameGrain.ReservationPeriod + TimeSpan.FromSeconds(1));

        Assert.Null((await silo.TrySignUpAsync(SharedSilo.NewName(), _next)).Fault);

        Assert.Null(await silo.SignInAsync(_name));
    }

    private async Task ChangeAsync(Tenant tenant)
    {
        Assert.Null((await silo.Links.RequestEmailChangeAsync(tenant.Owner, _next)).Fault);
        Assert.Null(await silo.VerifyAsync(await silo.ReceiveVerificationAsync(_next)));
    }

    // The mail of the sign-up may have come before.
    private async Task<string> NewestAsync(string address)
    {
        var token = await silo.ReceiveVerificationAsync(address);
        await silo.MailIsSettledAsync(address);
        while (silo.Mail.TryReceive(address, "verify-email") is { } newer) token = newer.Token;
        return token;
    }

    private Task AssertChangedAsync(Tenant tenant) => AssertChangedAsync(tenant, _name, _next);

    private async Task AssertChangedAsync(Tenant tenant, string name, string next)
    {
        var account = await silo.AccountAsync(tenant.Owner);
        Assert.Equal((next, true), (account.PrimaryEmail, account.IsEmailVerified));
        Assert.Null(await silo.SignInAsync(next));
        Assert.Equal("credentials.invalid", await silo.SignInAsync(LinkSilo.AddressOf(name)));
        Assert.Null(await silo.SignInAsync(name));
        var member = Assert.Single((await tenant.Members.ListMembersAsync(new(null, null, null), null, 10)).Items);
        Assert.Equal(next, member.PrimaryEmail);
        Assert.True((await silo.Grain<ILoginNameGrain>(LoginName.EmailKey(next)).FindAsync())!.IsBound);
        Assert.Null(await silo.Grain<ILoginNameGrain>(LoginName.EmailKey(LinkSilo.AddressOf(name))).FindAsync());
    }

    private static async Task<bool> TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (Exception exception) when (exception is IOException or OrleansException)
        {
            return false;
        }
    }
}
