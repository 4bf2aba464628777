using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.Idempotency;
using AuthServe.GrainInterfaces.Invitations;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.GrainInterfaces.SignIns;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Credentials;
using AuthServe.Grains.Invitations;
using AuthServe.Grains.Links;
using AuthServe.Grains.Organizations;
using AuthServe.Grains.Sessions;
using AuthServe.Grains.SignIns;
using AuthServe.Grains.Users;
using AuthServe.Permissions;
using Orleans.Concurrency;

namespace AuthServe.Grains.Accounts;

/// <summary>
/// A new account comes to be in this order: names reserved, credentials set, committed by its organization, names bound. Only the
/// commit makes it an account: what a crash leaves before it runs out, what it leaves after it is finished by the organization.
/// </summary>
[StatelessWorker, GrainType("accounts")]
internal sealed class AccountsGrain(NameReservations names, UnknownNames unknown, SignInJournal journal, TimeProvider time)
    : Grain, IAccountsGrain, IProfileAnnouncements
{
    public async Task<Outcome<SignedUp>> SignUpAsync(SignUp command, CancellationToken cancellationToken = default)
    {
        // Every execution of one request founds the same organization for the same user.
        var (id, user) = command.Key is { } key
            ? (new OrganizationId(key.NewId("organization")), new UserId(key.NewId("user")))
            : (OrganizationId.New(time), UserId.New(time));
        var organization = GrainFactory.GetGrain<IOrganizationGrain>(id.Value);
        if (command.Key is not null && await organization.ReachAsync(1) > 0) return new SignedUp(user, id);

        // Another execution may be about to commit what this one would abandon; reservations run out by themselves.
        return await CreateAsync<SignedUp>(command.Account, id, user, isRepeatable: command.Key is not null, async () =>
        {
            var founded = await organization.FoundAsync(command.Organization, Member(command.Account, user, []), command.RequestId);
            return founded.Succeeded(out _, out var fault) ? new SignedUp(user, id) : fault;
        });
    }

    public Task<Outcome<Receipt<Member>>> AddUserAsync(
        OrganizationId organization, Actor actor, AddUser command, CancellationToken cancellationToken = default)
    {
        var members = GrainFactory.GetGrain<IOrganizationMembers>(organization.Value);
        return CreateOnceAsync(
            command.Account, organization, actor.Key, () => members.FindAddedAsync(actor),
            user => members.AddAsync(actor, Member(command.Account, user, command.Roles)));
    }

    public async Task<Outcome<SignedIn>> SignInAsync(SignIn command, CancellationToken cancellationToken = default)
    {
        // However a name is spelled, it is the same name; also one that nobody has.
        var key = LoginName.TryGetKey(command.Login, out var normalized) ? normalized : null;
        var known = key is null ? null : await names.FindAsync(key);
        var subject = known ?? unknown.StandIn(key ?? command.Login);
        if (!(await CredentialsOf(subject).VerifyAsync(command.Password)).Succeeded(out var verified, out var refusal))
        {
            if (known is { } account) NoteFailure(account, refusal, command.Place);
            return refusal;
        }

        var outcome = await ActInAsync(subject, command.Organization, command.Scope, verified.Generation, time.GetUtcNow());
        NoteVerified(subject, outcome.Value?.Organization, command.Place);
        return outcome;
    }

    public async Task<Outcome<SignedIn>> SwitchOrganizationAsync(SwitchOrganization command, CancellationToken cancellationToken = default)
    {
        if (await GrainFactory.GetGrain<IUserSessions>(command.User.Value).FindSessionAsync(command.Session) is not { } session)
            return SessionFaults.Ended;
        return await ActInAsync(command.User, command.Organization, command.Scope, session.PasswordGeneration, session.AuthenticatedAt);
    }

    public async Task<Outcome<Receipt>> ChangePasswordAsync(ChangePassword command, CancellationToken cancellationToken = default)
    {
        if (await GrainFactory.GetGrain<IUserGrain>(command.User.Value).GetAccountAsync() is not { } account) return SignInFaults.Invalid;
        if (PasswordPolicy.Refusal(command.Next, account.Username, account.PrimaryEmail) is { } weak) return weak;
        var changed = await CredentialsOf(command.User).ChangePasswordAsync(command.Current, command.Next);
        if (!changed.Succeeded(out var verified, out var refusal))
        {
            NoteFailure(command.User, refusal, command.Place);
            return refusal;
        }

        // A crash before this leaves them to the first sign-in with the new password, which ends them, too.
        await GrainFactory.GetGrain<IUserSessions>(command.User.Value).EndOlderSessionsAsync(verified.Generation, command.Kept);
        return new Receipt(0);
    }

    public async Task<Outcome<Receipt>> UpdateProfileAsync(UpdateProfile command, CancellationToken cancellationToken = default)
    {
        if (await GrainFactory.GetGrain<IUserProfile>(command.User.Value).RenameAsync(command.DisplayName) is not { } organizations)
            return SignInFaults.NotMember;

        await AnnounceAsync(command.User, organizations, command.RequestId);
        return new Receipt(0);
    }

    public async Task<Outcome<InvitationPreview>> FindInvitationAsync(string token, CancellationToken cancellationToken = default) =>
        (await FindInvitationOfAsync(token)).Succeeded(out var found, out var fault) ? found.Invitation.ToPreview() : fault;

    public async Task<Outcome<Receipt<Joined>>> AcceptInvitationAsync(AcceptInvitation command, CancellationToken cancellationToken = default)
    {
        if (await FindAcceptedAsync(command) is { } done) return done;
        if (!(await FindInvitationOfAsync(command.Token)).Succeeded(out var found, out var fault)) return fault;
        var organization = GrainFactory.GetGrain<IInvitationAcceptance>(found.Invitation.Organization);
        if (command.User is { } user) return await organization.AcceptAsync(new(found.Token, user, null, command.Key, command.RequestId));

        var invited = command.Account!;
        var account = new NewAccount(invited.Username, found.Invitation.Email, invited.DisplayName, invited.Password);
        return await CreateOnceAsync(
            account, new(found.Invitation.Organization), command.Key, () => organization.FindAcceptedAsync(command.Key!),
            user => organization.AcceptAsync(new(found.Token, user, Member(account, user, []), command.Key, command.RequestId)));
    }

    public async Task AnnounceAsync(
        UserId user, ImmutableArray<OrganizationId> organizations, string? requestId = null, CancellationToken cancellationToken = default)
    {
        if (organizations.IsEmpty) return;

        // The account may have committed itself to another address: the name is its own before anybody hears of it.
        await GrainFactory.GetGrain<IUserProfile>(user.Value).BindEmailAsync();
        await Task.WhenAll(organizations.Select(id => GrainFactory.GetGrain<IMemberProfiles>(id.Value).UpdateProfileAsync(user, requestId)));
    }

    // A request that accepted an invitation finds it used.
    private async Task<Outcome<Receipt<Joined>>?> FindAcceptedAsync(AcceptInvitation command)
    {
        if (command.Key is not { } key || !LinkToken.TryParse(command.Token, out var token)) return null;
        if (await GrainFactory.GetGrain<IInvitationGrain>(token.Id).FindAsync() is not { } invitation) return null;
        var done = await GrainFactory.GetGrain<IInvitationAcceptance>(invitation.Organization).FindAcceptedAsync(key);
        return done.Fault is null ? done : default(Outcome<Receipt<Joined>>?);
    }

    // For a member of an organization, which knows what it has executed.
    private async Task<Outcome<T>> CreateOnceAsync<T>(
        NewAccount account, OrganizationId organization, RequestKey? key, Func<Task<Outcome<T>>> find, Func<UserId, Task<Outcome<T>>> commit)
        where T : class
    {
        if (key is not null && await find() is { Fault: null } done) return done;
        var user = UserId.New(time);
        var made = await CreateAsync(account, organization, user, isRepeatable: false, () => commit(user));
        var isTaken = made.Fault == OrganizationFaults.UsernameTaken || made.Fault == OrganizationFaults.EmailTaken;
        if (key is null || !isTaken) return made;

        // Perhaps by an earlier execution of the same request, which has committed meanwhile, still may, or was cut off.
        if (await find() is { Fault: null } late) return late;
        return await names.AreReservedInAsync(account, organization) ? OrganizationFaults.InProgress : made;
    }

    private async Task<Outcome<T>> CreateAsync<T>(
        NewAccount account, OrganizationId organization, UserId user, bool isRepeatable, Func<Task<Outcome<T>>> commit)
        where T : class
    {
        if (account.Password is { } given && PasswordPolicy.Refusal(given, account.Username, account.PrimaryEmail) is { } weak) return weak;
        if (await names.ReserveAsync(account, user, organization) is { } taken) return taken;

        if (account.Password is { } password && !(await CredentialsOf(user).SetPasswordAsync(password)).Succeeded(out _, out var busy))
        {
            if (!isRepeatable) await names.AbandonAsync(account, user);
            return busy;
        }

        var outcome = await commit();
        if (outcome.Fault is not null && !isRepeatable) await names.AbandonAsync(account, user);
        return outcome;
    }

    private async Task<Outcome<SignedIn>> ActInAsync(
        UserId subject, OrganizationId? asked, ImmutableArray<string>? asksFor, long generation, DateTimeOffset authenticatedAt)
    {
        var user = GrainFactory.GetGrain<IUserGrain>(subject.Value);
        if (await user.FindOrganizationAsync(asked) is not { } organization) return SignInFaults.NotMember;
        if (await user.GetEffectivePermissionsAsync(organization) is not { } rights) return SignInFaults.NotMember;

        var scope = Scopes.Grant(rights, asksFor);
        return scope.IsEmpty && asksFor is not null
            ? SignInFaults.NothingGranted
            : new SignedIn(subject, organization, scope, generation, authenticatedAt);
    }

    private async Task<Outcome<FoundInvitation>> FindInvitationOfAsync(string text)
    {
        if (!LinkToken.TryParse(text, out var token)) return InvitationFaults.NotFound;
        var invitation = await GrainFactory.GetGrain<IInvitationGrain>(token.Id).FindAsync();
        return InvitationFaults.Refusal(invitation, token, time.GetUtcNow()) is { } fault ? fault : new FoundInvitation(token, invitation!);
    }

    // What is refused without a password being tried is not noted: while an account is locked anybody could push out what happened before.
    private void NoteFailure(UserId user, Fault refusal, SignInPlace? place)
    {
        if (refusal.Code == SignInFaults.Invalid.Code)
            journal.Note(user, refusal.RetryAfter is null ? SignInOutcome.Failed : SignInOutcome.LockedOut, place);
    }

    // A hosted page signs in to no organization yet: only a client says what it is for.
    private void NoteVerified(UserId user, OrganizationId? organization, SignInPlace? place) => journal.Note(
        user,
        organization is null ? SignInOutcome.Refused : SignInOutcome.Succeeded,
        place is { Client: not null, Organization: null } ? place with { Organization = organization } : place);

    private ICredentialsGrain CredentialsOf(UserId user) => GrainFactory.GetGrain<ICredentialsGrain>(user.Value);

    private static NewMember Member(NewAccount account, UserId user, ImmutableArray<string> roles) =>
        new(user, account.Username, account.PrimaryEmail, account.DisplayName, roles, HasNoPassword: account.Password is null);

    private sealed record FoundInvitation(LinkToken Token, InvitationState Invitation);
}
