using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Accounts;
using AuthServe.Grains.Links;
using AuthServe.Grains.Mail;
using Orleans.Runtime;

namespace AuthServe.Grains.Credentials;

/// <summary>Resets: the link is a part of what it replaces, so that a new password, however it is set, is the end of it.</summary>
internal sealed partial class CredentialsGrain
{
    public async Task<MailContent?> ComposeResetAsync(QueuedMail mail, CancellationToken cancellationToken = default)
    {
        // Somebody has found another way meanwhile.
        if (mail.Kind == MailKind.Welcome && State.PasswordHash is not null) return null;

        var user = this.GetPrimaryKey();
        var now = time.GetUtcNow();
        var lifetime = mail.Kind == MailKind.Welcome ? invitations.Value.Lifetime : linkOptions.Value.PasswordResetLifetime;
        var reset = MailedLink.For(mail, State.Reset, now, () => links.Create(LinkPurpose.PasswordReset, user, now + lifetime));
        if (reset?.Link is not { } link) return null;

        if (reset != State.Reset) await CommitAsync(State with { Reset = reset });
        return new() { Token = links.Reveal(LinkPurpose.PasswordReset, user, link), ExpiresAt = link.ExpiresAt };
    }

    public async Task<Outcome<VerifiedPassword>> ResetAsync(
        OneTimeToken token, Password password, string username, string email, CancellationToken cancellationToken = default)
    {
        if (!LinkToken.TryParse(token.Text, out var given) || State.Reset is not { } reset || reset.Address != email) return LinkFaults.Invalid;
        if (!LinkTokens.IsGood(given, reset.Link, time.GetUtcNow())) return LinkFaults.Invalid;
        if (PasswordPolicy.Refusal(password, username, email) is { } weak) return weak;
        using var place = hasher.TryEnter();
        if (place is null) return SignInFaults.Busy;

        await SetAsync(place, password);
        return new VerifiedPassword(State.Generation);
    }

    public Task RevokeResetAsync(CancellationToken cancellationToken = default) =>
        State.Reset?.Link is null ? Task.CompletedTask : CommitAsync(State with { Reset = State.Reset.Spent() });
}
