using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Links;
using AuthServe.Grains.Mail;
using AuthServe.Grains.Storage;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace AuthServe.Grains.Emails;

/// <summary>Asked seldom: none stays in memory for long.</summary>
[GrainType("email-verification"), CollectionAgeLimit(Minutes = 2)]
internal sealed class EmailVerificationGrain(
    [PersistentState("email-verification")] IPersistentState<EmailVerificationState> storage,
    LinkTokens links,
    IOptions<LinkOptions> options,
    TimeProvider time)
    : CommittedGrain<EmailVerificationState>(storage), IEmailVerification, IMailSubject
{
    // What was not confirmed in time is not wanted any more.
    private string? NextAddress =>
        State.ChangeRequestedAt + options.Value.EmailVerificationLifetime > time.GetUtcNow() ? State.NextAddress : null;

    public async Task<MailContent?> ComposeAsync(QueuedMail mail, CancellationToken cancellationToken = default)
    {
        var user = this.GetPrimaryKey();
        if (await GrainFactory.GetGrain<IUserGrain>(user).GetAccountAsync() is not { IsService: false } account) return null;
        if (mail.Recipient != (NextAddress ?? (account.IsEmailVerified ? null : account.PrimaryEmail))) return null;

        var now = time.GetUtcNow();
        var next = MailedLink.For(
            mail, State.Link, now, () => links.Create(LinkPurpose.EmailVerification, user, now + options.Value.EmailVerificationLifetime));
        if (next?.Link is not { } link) return null;

        if (next != State.Link) await CommitAsync(State with { Link = next });
        return new()
        {
            Token = links.Reveal(LinkPurpose.EmailVerification, user, link),
            ExpiresAt = link.ExpiresAt,
            RecipientName = account.DisplayName ?? account.Username,
        };
    }

    public Task<string?> FindNextAddressAsync(CancellationToken cancellationToken = default) => Task.FromResult(NextAddress);

    public async Task<Outcome<Receipt>> BeginChangeAsync(string email, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        if (State.ChangeRequestedAt + MailedLink.Pause - now is { } pause && pause > TimeSpan.Zero) return MailFaults.TooSoon(pause);

        // Mail to another address waits for no pause: that is what the one above is for.
        await CommitAsync(new() { NextAddress = email, ChangeRequestedAt = now });
        return new Receipt(0);
    }

    public Task<string?> FindAddressAsync(OneTimeToken token, CancellationToken cancellationToken = default) => Task.FromResult(
        LinkToken.TryParse(token.Text, out var given) && LinkTokens.IsGood(given, State.Link?.Link, time.GetUtcNow()) ? State.Link!.Address : null);

    public Task WithdrawChangeAsync(CancellationToken cancellationToken = default) =>
        State.NextAddress is null ? Task.CompletedTask : CommitAsync(State with { Link = null, NextAddress = null });

    public async Task CompleteAsync(string email, CancellationToken cancellationToken = default)
    {
        var next = State with
        {
            Link = State.Link?.Address == email ? State.Link.Spent() : State.Link,
            NextAddress = State.NextAddress == email ? null : State.NextAddress,
        };
        if (next != State) await CommitAsync(next);
    }

    public Task ClearAsync(CancellationToken cancellationToken = default) => Exists ? EraseAsync() : Task.CompletedTask;
}
