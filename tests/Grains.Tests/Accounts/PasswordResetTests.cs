using AuthServe.GrainInterfaces.Accounts;
using AuthServe.Grains.Links;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServe.Grains.Tests.Accounts;

/// <summary>Has a silo of its own, whose clock moves.</summary>
public sealed class PasswordResetTests(SharedSilo silo) : IClassFixture<SharedSilo>
{
    private readonly string _name = SharedSilo.NewName();

    [Fact]
    public async Task A_link_sets_a_new_password_once_and_has_shown_that_the_address_is_the_users()
    {
        var tenant = await silo.SignUpAsync(_name);
        var token = await silo.ReceiveResetAsync(_name);

        Assert.Null(await silo.ResetAsync(token));

        Assert.Equal("credentials.invalid", await silo.SignInAsync(_name));
        Assert.Null(await silo.SignInAsync(_name, LinkSilo.NewPassword));
        Assert.True((await silo.AccountAsync(tenant.Owner)).IsEmailVerified);
        Assert.Equal("link.invalid", await silo.ResetAsync(token));
    }

    [Fact]
    public async Task Of_a_hundred_at_once_one_wins()
    {
        await silo.SignUpAsync(_name);
        var token = await silo.ReceiveResetAsync(_name);

        var codes = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => silo.ResetAsync(token, $"{LinkSilo.NewPassword} {number}")));

        Assert.Single(codes, code => code is null);
        Assert.All(codes, code => Assert.True(code is null or "link.invalid", code));
    }

    [Fact]
    public async Task A_newer_link_makes_the_older_one_good_for_nothing()
    {
        await silo.SignUpAsync(_name);
        var older = await silo.ReceiveResetAsync(_name);
        silo.Clock.Advance(MailedLink.Pause);
        var newer = await silo.ReceiveResetAsync(_name);

        Assert.Equal("link.invalid", await silo.ResetAsync(older));
        Assert.Null(await silo.ResetAsync(newer));
    }

    [Fact]
    public async Task An_account_is_sent_one_link_a_minute_however_often_it_is_asked_for()
    {
        await silo.SignUpAsync(_name);
        var token = await silo.ReceiveResetAsync(_name);

        for (var times = 0; times < 5; times++) Assert.Null((await silo.AskForResetAsync(_name)).Fault);
        await silo.MailIsSettledAsync(LinkSilo.AddressOf(_name));

        Assert.Null(silo.Mail.TryReceive(LinkSilo.AddressOf(_name), "reset-password"));
        Assert.Null(await silo.ResetAsync(token));
    }

    [Fact]
    public async Task Nobody_without_an_account_is_sent_anything()
    {
        Assert.Null((await silo.AskForResetAsync(_name)).Fault);
        await silo.MailIsSettledAsync(LinkSilo.AddressOf(_name));

        Assert.Null(silo.Mail.TryReceive(LinkSilo.AddressOf(_name), "reset-password"));
    }

    [Fact]
    public async Task A_link_runs_out()
    {
        await silo.SignUpAsync(_name);
        var token = await silo.ReceiveResetAsync(_name);
        silo.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("link.invalid", await silo.ResetAsync(token));
    }

    [Fact]
    public async Task A_changed_password_makes_the_link_good_for_nothing()
    {
        var tenant = await silo.SignUpAsync(_name);
        var token = await silo.ReceiveResetAsync(_name);

        var changed = await silo.Accounts.ChangePasswordAsync(new(tenant.Owner, new(SharedSilo.Password), new("another long walk"), null));

        Assert.Null(changed.Fault);
        Assert.Equal("link.invalid", await silo.ResetAsync(token));
    }

    [Fact]
    public async Task A_sign_in_leaves_the_link_as_it_is_and_the_link_ends_a_lockout()
    {
        await silo.SignUpAsync(_name);
        var token = await silo.ReceiveResetAsync(_name);
        Assert.Null(await silo.SignInAsync(_name));
        for (var guess = 0; guess < 6; guess++) await silo.SignInAsync(_name, "wrong");
        Assert.Equal("credentials.locked", await silo.SignInAsync(_name));

        Assert.Null(await silo.ResetAsync(token));

        Assert.Null(await silo.SignInAsync(_name, LinkSilo.NewPassword));
    }

    [Fact]
    public async Task A_password_that_is_refused_leaves_the_link_as_it_is()
    {
        await silo.SignUpAsync(_name);
        var token = await silo.ReceiveResetAsync(_name);

        Assert.Equal("user.password_weak", await silo.ResetAsync(token, "password"));
        Assert.Equal("user.password_weak", await silo.ResetAsync(token, LinkSilo.AddressOf(_name)));

        Assert.Null(await silo.ResetAsync(token));
    }

    [Fact]
    public async Task What_is_no_link_of_the_account_tells_nothing()
    {
        var tenant = await silo.SignUpAsync(_name);
        var verification = await silo.ReceiveVerificationAsync(LinkSilo.AddressOf(_name));
        var links = silo.Services.GetRequiredService<LinkTokens>();
        var made = links.Create(LinkPurpose.PasswordReset, tenant.Owner.Value, silo.Clock.GetUtcNow().AddHours(1));
        string[] tokens =
        [
            "", "x", verification,
            links.Reveal(LinkPurpose.PasswordReset, tenant.Owner.Value, made),
            links.Reveal(LinkPurpose.PasswordReset, Guid.NewGuid(), made),
        ];

        foreach (var token in tokens) Assert.Equal("link.invalid", await silo.ResetAsync(token, "weak"));
    }

    [Fact]
    public async Task A_mail_sent_again_has_the_same_link_until_it_is_used_and_an_older_mail_is_not_sent()
    {
        await silo.SignUpAsync(_name);
        var older = silo.ResetMail(_name);
        silo.Clock.Advance(MailedLink.Pause);
        var mail = silo.ResetMail(_name);

        var first = await silo.ComposeAsync(mail);
        var again = await silo.ComposeAsync(mail);

        Assert.Equal(first!.Token, again!.Token);
        Assert.Null(await silo.ComposeAsync(older));
        Assert.Null(await silo.ResetAsync(first.Token));
        Assert.Null(await silo.ComposeAsync(mail));
    }

    [Fact]
    public async Task Neither_the_outbox_nor_the_account_holds_the_secret()
    {
        await silo.SignUpAsync(_name);
        var token = await silo.ReceiveResetAsync(_name);
        Assert.True(LinkToken.TryParse(token, out var read));

        var stored = await silo.EverythingStoredAsync();

        Assert.DoesNotContain(token.Split('.')[1], stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(read.Secret.Span), stored, StringComparison.Ordinal);
    }
}
