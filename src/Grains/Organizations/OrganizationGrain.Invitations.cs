using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Idempotency;
using AuthServe.GrainInterfaces.Invitations;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Invitations;
using AuthServe.Grains.Links;
using AuthServe.Grains.Users;

namespace AuthServe.Grains.Organizations;

/// <summary>
/// Invitations to the organization. One is a grant that waits: it is judged again when it is accepted, by what the inviter may do then, so
/// that whoever loses a right does not get it back through an invitation of theirs.
/// </summary>
internal sealed partial class OrganizationGrain
{
    public async ValueTask<Page<Invitation>> ListInvitationsAsync(
        InvitationId? after, int limit, CancellationToken cancellationToken = default) =>
        await projections.ListInvitationsAsync(Id, after, limit, time.GetUtcNow());

    public async Task<Outcome<Receipt<Invitation>>> InviteAsync(Actor actor, Invite command, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, UserWrite)).Succeeded(out var rights, out var refusal)) return refusal;
        if (!_view.Roles.TryGetValue(command.Role, out var role)) return OrganizationFaults.RoleNotFound(command.Role);
        if (rights.RefusalToGrant(role) is { } exceeding) return exceeding;
        if (await IsMemberAsync(command.Email)) return InvitationFaults.AlreadyMember;

        var known = await projections.FindInvitationAsync(Id, command.Email);
        if (known is null && await projections.CountInvitationsAsync(Id) >= OrganizationLimits.Invitations)
            return OrganizationFaults.TooManyInvitations;

        var id = known ?? InvitationId.New(time).Value;
        var entry = Entry(actor, known is null ? "invitation.create" : "invitation.renew", id.ToString());
        var before = known is null ? null : await InvitationGrain(id).FindAsync();
        var inviter = await FindMemberAsync(actor.User);
        return await AppendInvitationAsync(entry, id, before, new()
        {
            Organization = Id,
            OrganizationName = State.Profile.Name,
            Email = command.Email,
            Role = role.Name,
            Incarnation = role.Incarnation,
            InvitedBy = actor.User.Value,
            InviterName = inviter?.DisplayName ?? inviter?.Profile.Username ?? State.Profile.Name,
            CreatedAt = entry.Time,
            Link = links.Create(LinkPurpose.Invitation, id, entry.Time + invitations.Value.Lifetime),
        });
    }

    public async Task<Outcome<Receipt>> RevokeInvitationAsync(
        Actor actor, InvitationId invitation, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, UserWrite)).Succeeded(out _, out var refusal)) return refusal;
        if (await FindPendingAsync(invitation.Value) is not { } before) return InvitationFaults.NotFound;

        return await AppendAsync(Entry(actor, "invitation.revoke", invitation.ToString()) with
        {
            Before = AuditText.Of(before),
            Invitation = new() { Invitation = invitation.Value, State = before.Ended(InvitationStatus.Revoked) },
        });
    }

    public async Task<Outcome<Receipt<Joined>>> AcceptAsync(Acceptance acceptance, CancellationToken cancellationToken = default)
    {
        var invitation = await InvitationGrain(acceptance.Token.Id).FindAsync();
        if (invitation?.Organization != Id) return InvitationFaults.NotFound;
        if (InvitationFaults.Refusal(invitation, acceptance.Token, time.GetUtcNow()) is { } fault) return fault;
        if (await UserGrain(acceptance.User.Value).FindAsync(new(Id)) is not null) return InvitationFaults.AlreadyMember;
        if (await RefusalToLetInAsync(invitation) is { } outdated) return outdated;
        if (acceptance.NewAccount is { } account && await ConfirmNamesAsync(account) is { } taken) return taken;
        if (await ProfileOfAsync(acceptance) is not { } profile) return InvitationFaults.NoAccount;

        var entry = Entry(new Actor(acceptance.User, acceptance.RequestId) { Key = acceptance.Key }, "invitation.accept", acceptance.Token.Id.ToString());
        var joined = new Joined(acceptance.User, new(Id));
        var member = new MemberState(profile, new()
        {
            IsActive = true,
            JoinedAt = entry.Time,
            Assignments = [new() { Role = invitation.Role, Incarnation = invitation.Incarnation }],
        });
        var effect = new InvitationEffect { Invitation = acceptance.Token.Id, State = invitation.Ended(InvitationStatus.Accepted) };
        var appended = await AppendMemberAsync(
            entry with { Invitation = effect, Made = joined }, acceptance.User, null, member, acceptance.NewAccount);
        if (!appended.Succeeded(out var receipt, out var refusal)) return refusal;

        // The account may have gone with its last other membership meanwhile.
        if (await FindMemberAsync(acceptance.User) is null) return InvitationFaults.NoAccount;
        return new Receipt<Joined>(joined, receipt.Revision);
    }

    // Had the request been executed, it would not have come here.
    public Task<Outcome<Receipt<Joined>>> FindAcceptedAsync(RequestKey key, CancellationToken cancellationToken = default) =>
        Task.FromResult<Outcome<Receipt<Joined>>>(InvitationFaults.NotFound);

    private async Task<Fault?> RefusalToLetInAsync(InvitationState invitation)
    {
        if (!_view.Roles.TryGetValue(invitation.Role, out var role) || role.Incarnation != invitation.Incarnation) return InvitationFaults.Void;
        var inviter = await AuthorizeAsync(new Actor(new(invitation.InvitedBy)), UserWrite);
        return inviter.Succeeded(out var rights, out _) && rights.RefusalToGrant(role) is null ? null : InvitationFaults.Void;
    }

    // Whoever has the link has read mail to the address.
    private async ValueTask<AccountProfile?> ProfileOfAsync(Acceptance acceptance) => acceptance.NewAccount is { } account
        ? new()
        {
            Username = account.Username,
            PrimaryEmail = account.PrimaryEmail,
            DisplayName = account.DisplayName,
            IsEmailVerified = true,
        }
        : await GrainFactory.GetGrain<IUserProfile>(acceptance.User.Value).FindProfileAsync();

    private async Task<Outcome<Receipt<Invitation>>> AppendInvitationAsync(
        LogEntry entry, Guid id, InvitationState? before, InvitationState next)
    {
        var after = next with { Revision = entry.Revision };
        return await AppendAsync(
            entry with
            {
                Before = before is null ? null : AuditText.Of(before),
                After = AuditText.Of(after),
                Invitation = new() { Invitation = id, State = after },
            },
            after.ToContract(id));
    }

    private async ValueTask<InvitationState?> FindPendingAsync(Guid id) =>
        await InvitationGrain(id).FindAsync() is { Status: InvitationStatus.Pending } found && found.Organization == Id ? found : null;

    private async Task<bool> IsMemberAsync(string email) =>
        await NameGrain(LoginName.EmailKey(email)).FindAsync() is { } claim && await FindMemberAsync(claim.User) is not null;

    private IInvitationGrain InvitationGrain(Guid id) => GrainFactory.GetGrain<IInvitationGrain>(id);
}
