using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Roles;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Roles;
using AuthServe.Grains.Users;
using AuthServe.Permissions;

namespace AuthServe.Grains.Organizations;

/// <summary>The members of an organization and their roles.</summary>
internal sealed partial class OrganizationGrain
{
    private static readonly PermissionName UserWrite = PermissionName.Parse("auth.user.write");
    private static readonly PermissionName UserDelete = PermissionName.Parse("auth.user.delete");

    public async ValueTask<Page<Member>> ListMembersAsync(
        MemberFilter filter, string? after, int limit, CancellationToken cancellationToken = default) =>
        await projections.ListMembersAsync(new(Id), filter, Position(after), limit);

    public async ValueTask<Outcome<Member>> GetMemberAsync(UserId user, CancellationToken cancellationToken = default) =>
        await FindMemberAsync(user) is { } member ? ToContract(user, member) : OrganizationFaults.UserNotFound;

    public async ValueTask<Outcome<Page<Role>>> GetMemberRolesAsync(UserId user, CancellationToken cancellationToken = default)
    {
        if (await FindMemberAsync(user) is not { } member) return OrganizationFaults.UserNotFound;
        return new Page<Role>([.. RolesOf(member.Membership).Select(role => role.ToContract())], null);
    }

    public async Task<Outcome<Receipt<Member>>> AddAsync(Actor actor, NewMember member, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, UserWrite)).Succeeded(out var rights, out var refusal)) return refusal;

        var entry = Entry(actor, "member.add", member.User.ToString());
        var assignments = ImmutableArray.CreateBuilder<AssignmentState>();
        foreach (var name in member.Roles.Distinct(StringComparer.Ordinal))
        {
            if (!_view.Roles.TryGetValue(name, out var role)) return OrganizationFaults.RoleNotFound(name);
            if (rights.RefusalToGrant(role) is { } exceeding) return exceeding;
            assignments.Add(new() { Role = name, Incarnation = role.Incarnation });
        }

        if (await ConfirmNamesAsync(member) is { } fault) return fault;
        var next = new MemberState(
            new() { Username = member.Username, PrimaryEmail = member.PrimaryEmail, DisplayName = member.DisplayName },
            new() { IsActive = true, JoinedAt = entry.Time, Assignments = assignments.ToImmutable() });
        return await AppendMemberAsync(entry, member.User, null, next, member);
    }

    // Had the request been executed, it would not have come here.
    public Task<Outcome<Receipt<Member>>> FindAddedAsync(Actor actor, CancellationToken cancellationToken = default) =>
        Task.FromResult<Outcome<Receipt<Member>>>(OrganizationFaults.UserNotFound);

    public async Task<Outcome<Receipt<Member>>> UpdateMemberAsync(
        Actor actor, UserId user, UpdateMember command, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, UserWrite)).Succeeded(out var rights, out var refusal)) return refusal;
        if (await FindMemberAsync(user) is not { } member) return OrganizationFaults.UserNotFound;
        if (RefusalToOverwrite(actor, user, member) is { } stale) return stale;
        if (rights.RefusalToTouchOwner(IsOwner(member)) is { } fault) return fault;

        // Enabling a member hands back everything their roles grant.
        var isEnabling = command.IsActive == true && !member.Membership.IsActive;
        if (isEnabling && RolesOf(member.Membership).Select(rights.RefusalToGrant).FirstOrDefault(found => found is not null) is { } exceeding)
            return exceeding;

        // What the organization calls somebody is its own affair: the account, and other organizations, keep their name.
        var renamed = command.DisplayName is { } name && name != member.DisplayName ? name : member.Membership.DisplayName;
        var next = member with
        {
            Membership = member.Membership with { DisplayName = renamed, IsActive = command.IsActive ?? member.Membership.IsActive },
        };
        if (next == member) return new Receipt<Member>(ToContract(user, member), (await AcknowledgeUnchangedAsync()).Revision);
        return await AppendMemberAsync(Entry(actor, "member.update", user.ToString()), user, member, next);
    }

    public async Task<Outcome<Receipt>> RemoveMemberAsync(Actor actor, UserId user, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, UserDelete)).Succeeded(out var rights, out var refusal)) return refusal;
        if (await FindMemberAsync(user) is not { } member) return OrganizationFaults.UserNotFound;
        if (RefusalToOverwrite(actor, user, member) is { } stale) return stale;
        if (rights.RefusalToTouchOwner(IsOwner(member)) is { } fault) return fault;

        return await RemoveAsync(Entry(actor, "member.remove", user.ToString()), user, member);
    }

    public async Task<Outcome<Receipt>> LeaveAsync(UserId user, string? requestId = null, CancellationToken cancellationToken = default) =>
        await FindMemberAsync(user) is { } member
            ? await RemoveAsync(Entry(new Actor(user, requestId), "member.leave", user.ToString()), user, member)
            : OrganizationFaults.UserNotFound;

    public async Task<Outcome<Receipt>> AssignRoleAsync(
        Actor actor, UserId user, string role, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, RoleWrite)).Succeeded(out var rights, out var refusal)) return refusal;
        if (await FindMemberAsync(user) is not { } member) return OrganizationFaults.UserNotFound;
        if (RefusalToOverwrite(actor, user, member) is { } stale) return stale;
        if (!_view.Roles.TryGetValue(role, out var granted)) return OrganizationFaults.RoleNotFound(role);
        if (rights.RefusalToTouchOwner(IsOwner(member)) is { } fault) return fault;
        if (rights.RefusalToGrant(granted) is { } exceeding) return exceeding;
        if (RolesOf(member.Membership).Contains(granted)) return await AcknowledgeUnchangedAsync();

        var assignments = member.Membership.Assignments.Add(new() { Role = role, Incarnation = granted.Incarnation });
        return await ReassignAsync(Entry(actor, "member.assign_role", user.ToString()), user, member, assignments);
    }

    public async Task<Outcome<Receipt>> UnassignRoleAsync(
        Actor actor, UserId user, string role, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, RoleWrite)).Succeeded(out var rights, out var refusal)) return refusal;
        if (await FindMemberAsync(user) is not { } member) return OrganizationFaults.UserNotFound;
        if (RefusalToOverwrite(actor, user, member) is { } stale) return stale;
        if (!_view.Roles.TryGetValue(role, out var taken)) return OrganizationFaults.RoleNotFound(role);
        if (rights.RefusalToTouchOwner(IsOwner(member)) is { } fault) return fault;
        if (!RolesOf(member.Membership).Contains(taken)) return await AcknowledgeUnchangedAsync();

        var assignments = member.Membership.Assignments.RemoveAll(assignment => assignment.Role == role);
        return await ReassignAsync(Entry(actor, "member.unassign_role", user.ToString()), user, member, assignments);
    }

    public async Task UpdateProfileAsync(UserId user, string? requestId = null, CancellationToken cancellationToken = default)
    {
        if (await FindMemberAsync(user) is not { Announced: { } before } member) return;
        await AppendMemberAsync(
            Entry(new Actor(user, requestId), "member.update_profile", user.ToString()), user, member with { Profile = before }, member);
    }

    private Task<Outcome<Receipt>> RemoveAsync(LogEntry entry, UserId user, MemberState member) => AppendAsync(entry with
    {
        Before = AuditText.Of(member.Profile, member.Membership),
        Member = new() { User = user.Value, Profile = member.Profile },
    });

    private static MemberPosition? Position(string? after) =>
        after is null ? null : MemberPosition.TryParse(after, out var position) ? position : throw new ArgumentException("It is no position.", nameof(after));

    private async Task<Outcome<Receipt>> ReassignAsync(
        LogEntry entry, UserId user, MemberState before, ImmutableArray<AssignmentState> assignments)
    {
        var after = before with { Membership = before.Membership with { Assignments = assignments } };
        return (await AppendMemberAsync(entry, user, before, after)).Succeeded(out var receipt, out var fault)
            ? new Receipt(receipt.Revision)
            : fault;
    }

    private Task<Outcome<Receipt<Member>>> AppendMemberAsync(
        LogEntry entry, UserId user, MemberState? before, MemberState next, NewMember? account = null)
    {
        // Assignments of roles deleted since are dropped here, so that they do not pile up.
        var live = next.Membership.Assignments.RemoveAll(assignment => !assignment.IsLiveIn(_view.Policy));
        var after = next with { Membership = next.Membership with { Revision = entry.Revision, Assignments = live } };
        return AppendAsync(
            entry with
            {
                Before = before is null ? null : AuditText.Of(before.Profile, before.Membership),
                After = AuditText.Of(after.Profile, after.Membership),
                Member = new()
                {
                    User = user.Value,
                    Profile = after.Profile,
                    Membership = after.Membership,
                    IsNewAccount = account is not null,
                    HasNoPassword = account is { HasNoPassword: true },
                },
            },
            ToContract(user, after));
    }

    // An OAuth client's account is no member whom anybody administers as such.
    private async ValueTask<MemberState?> FindMemberAsync(UserId user) =>
        await UserGrain(user.Value).FindAsync(new(Id)) is { Profile.IsService: false } member ? member : null;

    private IEnumerable<RoleState> RolesOf(MembershipState membership) => membership.Assignments
        .Where(assignment => assignment.IsLiveIn(_view.Policy))
        .Select(assignment => _view.Roles[assignment.Role])
        .Distinct()
        .OrderBy(role => role.Name, StringComparer.Ordinal);

    private bool IsOwner(MemberState member) => RolesOf(member.Membership).Any(role => role.Name == SystemRoles.Owner);

    private Member ToContract(UserId user, MemberState member) => new(
        user, member.Profile.Username, member.Profile.PrimaryEmail, member.DisplayName, member.Membership.IsActive,
        [.. RolesOf(member.Membership).Select(role => role.Name)], member.Membership.JoinedAt);
}
