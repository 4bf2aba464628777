using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Credentials;
using AuthServe.Grains.Emails;
using AuthServe.Grains.Links;
using AuthServe.Grains.Mail;
using AuthServe.Grains.Organizations;
using AuthServe.Grains.Users;
using Orleans.Concurrency;

namespace AuthServe.Grains.Accounts;

/// <summary>The links of accounts: each is kept by the grain that it is about, and this one knows what else belongs to its use.</summary>
[StatelessWorker, GrainType("account-links")]
internal sealed class AccountLinksGrain(NameReservations names, IMailOutbox outbox) : Grain, IAccountLinksGrain, IMailSubject
{
    // Nobody proves anything before they ask: what they may let wait has an end.
    private const int MostWaiting = 10_000;
    private static readonly Receipt Done = new(0);

    public Task<Outcome<Receipt>> RequestPasswordResetAsync(string email, CancellationToken cancellationToken = default) =>
        EnqueueAsync(new(MailKind.PasswordReset, Subject: null, email));

    public async Task<MailContent?> ComposeAsync(QueuedMail mail, CancellationToken cancellationToken = default)
    {
        if (await names.FindAsync(LoginName.EmailKey(mail.Recipient)) is not { } user) return null;
        if (await FindAsync(user) is not { } account || account.PrimaryEmail != mail.Recipient) return null;
        if (await Resets(user).ComposeResetAsync(mail) is not { } content) return null;

        var organization = mail.Kind == MailKind.Welcome ? await Organization(account.Memberships[0].Organization).FindAsync() : null;
        return content with { RecipientName = account.DisplayName ?? account.Username, Organization = organization?.Profile.Name };
    }

    public async Task<Outcome<Receipt>> ResetPasswordAsync(OneTimeToken token, Password password, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(token) is not { } account) return LinkFaults.Invalid;
        var reset = await Resets(account.User).ResetAsync(token, password, account.Username, account.PrimaryEmail);
        if (!reset.Succeeded(out var verified, out var refusal)) return refusal;

        // A crash before this leaves them to the first sign-in with the new password, which ends them, too.
        await GrainFactory.GetGrain<IUserSessions>(account.User.Value).EndOlderSessionsAsync(verified.Generation, kept: null);
        await Profile(account.User).VerifyEmailAsync(account.PrimaryEmail);
        return Done;
    }

    public async Task<Outcome<Receipt>> RequestEmailVerificationAsync(UserId user, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(user) is not { } account) return SignInFaults.NotMember;
        var address = await Verification(user).FindNextAddressAsync() ?? (account.IsEmailVerified ? null : account.PrimaryEmail);
        return address is null ? Done : await EnqueueAsync(new(MailKind.EmailVerification, user.Value, address));
    }

    public async Task<Outcome<Receipt>> RequestEmailChangeAsync(UserId user, string email, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(user) is not { } account) return SignInFaults.NotMember;
        if (email == account.PrimaryEmail)
        {
            await Verification(user).WithdrawChangeAsync();
            return Done;
        }

        if (await names.FindAsync(LoginName.EmailKey(email)) is { } holder && holder != user) return OrganizationFaults.EmailTaken;
        if (!(await Verification(user).BeginChangeAsync(email)).Succeeded(out _, out var tooSoon)) return tooSoon;
        return await EnqueueAsync(new(MailKind.EmailVerification, user.Value, email));
    }

    public async Task<Outcome<Receipt>> VerifyEmailAsync(
        OneTimeToken token, string? requestId = null, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(token) is not { } account) return LinkFaults.Invalid;
        if (await Verification(account.User).FindAddressAsync(token) is not { } address) return LinkFaults.Invalid;

        // What an earlier attempt has committed is announced, too.
        var organizations = await Profile(account.User).VerifyEmailAsync(address) ?? await ChangeEmailAsync(account, address);
        if (organizations is null) return OrganizationFaults.EmailTaken;
        await GrainFactory.GetGrain<IProfileAnnouncements>(0).AnnounceAsync(account.User, organizations.Value, requestId);
        await Verification(account.User).CompleteAsync(address);
        return Done;
    }

    // The name is reserved, and the account commits. A crash after that leaves the announcement, and with it the old name, to the account's
    // next activation. Null when the name is another's.
    private async Task<ImmutableArray<OrganizationId>?> ChangeEmailAsync(Account account, string email)
    {
        if (!await names.TryReserveAsync(LoginName.EmailKey(email), account.User, account.Memberships[0].Organization)) return null;
        if (await Profile(account.User).ChangeEmailAsync(email) is not { } organizations) return null;

        // Somebody may be using the link in the old mailbox right now.
        await Resets(account.User).RevokeResetAsync();
        return organizations;
    }

    private async Task<Outcome<Receipt>> EnqueueAsync(MailItem item) =>
        await outbox.TryEnqueueAsync(item, MostWaiting) ? Done : MailFaults.Busy;

    private async Task<Account?> FindAsync(OneTimeToken token) => LinkToken.TryParse(token.Text, out var read) ? await FindAsync(new UserId(read.Id)) : null;

    private async Task<Account?> FindAsync(UserId user) =>
        await GrainFactory.GetGrain<IUserGrain>(user.Value).GetAccountAsync() is { IsService: false, Memberships.IsEmpty: false } account ? account : null;

    private IOrganizationGrain Organization(OrganizationId organization) => GrainFactory.GetGrain<IOrganizationGrain>(organization.Value);

    private IPasswordResets Resets(UserId user) => GrainFactory.GetGrain<IPasswordResets>(user.Value);

    private IEmailVerification Verification(UserId user) => GrainFactory.GetGrain<IEmailVerification>(user.Value);

    private IUserProfile Profile(UserId user) => GrainFactory.GetGrain<IUserProfile>(user.Value);
}
