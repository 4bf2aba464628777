using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Roles;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Roles;
using AuthServe.Grains.Storage;
using AuthServe.Permissions;

namespace AuthServe.Grains.Organizations;

/// <summary>The roles of an organization.</summary>
internal sealed partial class OrganizationGrain
{
    private static readonly PermissionName RoleWrite = PermissionName.Parse("auth.role.write");
    private static readonly PermissionName RoleDelete = PermissionName.Parse("auth.role.delete");

    public ValueTask<Page<Role>> ListRolesAsync(string? after, int limit, CancellationToken cancellationToken = default)
    {
        var found = _view.Roles.Values
            .Where(role => after is null || string.CompareOrdinal(role.Name, after) > 0)
            .Take(limit + 1)
            .Select(role => role.ToContract());
        return ValueTask.FromResult(Paging.Cut([.. found], limit, role => role.Name));
    }

    public ValueTask<Outcome<Role>> GetRoleAsync(string role, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<Outcome<Role>>(
            _view.Roles.TryGetValue(role, out var found) ? found.ToContract() : OrganizationFaults.RoleNotFound(role));

    public async ValueTask<Outcome<Page<Role>>> ListRolesOfSubjectAsync(UserId subject, CancellationToken cancellationToken = default)
    {
        if (await UserGrain(subject.Value).FindAsync(new(Id)) is not { } account) return OrganizationFaults.UserNotFound;
        return new Page<Role>([.. RolesOf(account.Membership).Select(role => role.ToContract())], null);
    }

    public async ValueTask<Outcome<Page<Member>>> ListRoleMembersAsync(
        string role, string? after, int limit, CancellationToken cancellationToken = default)
    {
        if (!_view.Roles.ContainsKey(role)) return OrganizationFaults.RoleNotFound(role);
        return await projections.ListMembersAsync(new(Id), new(null, role, null), Position(after), limit);
    }

    public async Task<Outcome<Receipt<Role>>> CreateRoleAsync(Actor actor, CreateRole command, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, RoleWrite)).Succeeded(out var rights, out var refusal)) return refusal;
        if (_view.Roles.ContainsKey(command.Name)) return OrganizationFaults.RoleExists(command.Name);
        if (_view.Roles.Values.Count(role => !role.IsSystem) >= OrganizationLimits.Roles) return OrganizationFaults.TooManyRoles;
        if (command.Permissions.Length > OrganizationLimits.PermissionsOfARole) return OrganizationFaults.TooManyPermissionsOfARole;
        if (await RefusalToCarryAsync(rights, command.Permissions) is { } fault) return fault;

        var entry = Entry(actor, "role.create", command.Name);
        var role = new RoleState
        {
            Name = command.Name,
            DisplayName = command.DisplayName ?? command.Name,
            Permissions = Sorted(command.Permissions),
            Incarnation = entry.Revision,
            Revision = entry.Revision,
            CreatedAt = entry.Time,
        };
        return await AppendAsync(entry with { After = AuditText.Of(role), ChangedRoles = [role] }, role.ToContract());
    }

    public async Task<Outcome<Receipt<Role>>> UpdateRoleAsync(
        Actor actor, string role, UpdateRole command, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, RoleWrite)).Succeeded(out var rights, out var refusal)) return refusal;
        if (!_view.Roles.TryGetValue(role, out var before)) return OrganizationFaults.RoleNotFound(role);
        if (RefusalToOverwrite(actor, before) is { } stale) return stale;

        var after = before with
        {
            DisplayName = command.DisplayName ?? before.DisplayName,
            Permissions = command.Permissions is { } permissions ? Sorted(permissions) : before.Permissions,
        };
        return await ChangeRoleAsync(actor, rights, "role.update", before, after);
    }

    public async Task<Outcome<Receipt>> DeleteRoleAsync(Actor actor, string role, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, RoleDelete)).Succeeded(out _, out var refusal)) return refusal;
        if (!_view.Roles.TryGetValue(role, out var before)) return OrganizationFaults.RoleNotFound(role);
        if (RefusalToOverwrite(actor, before) is { } stale) return stale;
        if (before.IsSystem) return OrganizationFaults.SystemRole;

        return await AppendAsync(Entry(actor, "role.delete", role) with { Before = AuditText.Of(before), RemovedRoles = [role] });
    }

    public async Task<Outcome<Receipt>> AttachPermissionAsync(
        Actor actor, string role, string permission, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, RoleWrite)).Succeeded(out var rights, out var refusal)) return refusal;
        if (!_view.Roles.TryGetValue(role, out var before)) return OrganizationFaults.RoleNotFound(role);
        if (RefusalToOverwrite(actor, before) is { } stale) return stale;

        var after = before with { Permissions = Sorted(before.Permissions.Add(permission)) };
        return WithoutValue(await ChangeRoleAsync(actor, rights, "role.attach_permission", before, after));
    }

    public async Task<Outcome<Receipt>> DetachPermissionAsync(
        Actor actor, string role, string permission, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, RoleWrite)).Succeeded(out var rights, out var refusal)) return refusal;
        if (!_view.Roles.TryGetValue(role, out var before)) return OrganizationFaults.RoleNotFound(role);
        if (RefusalToOverwrite(actor, before) is { } stale) return stale;
        if (await CatalogueGrain().FindAsync(permission) is null) return OrganizationFaults.PermissionNotFound(permission);

        var after = before with { Permissions = before.Permissions.Remove(permission) };
        return WithoutValue(await ChangeRoleAsync(actor, rights, "role.detach_permission", before, after));
    }

    private async Task<Outcome<Receipt<Role>>> ChangeRoleAsync(Actor actor, ActorRights rights, string command, RoleState before, RoleState after)
    {
        var isOwners = before.Name == SystemRoles.Owner;
        if (rights.RefusalToTouchOwner(isOwners) is { } refusal) return refusal;
        if (after.Permissions.Length > OrganizationLimits.PermissionsOfARole) return OrganizationFaults.TooManyPermissionsOfARole;
        if (await RefusalToCarryAsync(rights, [.. after.Permissions.Except(before.Permissions)]) is { } fault) return fault;
        if (isOwners && SystemPermissions.All.Any(permission => !after.Permissions.Contains(permission.Name.Value)))
            return OrganizationFaults.OwnerKeepsSystemPermissions;

        var isSame = after.DisplayName == before.DisplayName && after.Permissions.SequenceEqual(before.Permissions);
        if (isSame) return new Receipt<Role>(before.ToContract(), (await AcknowledgeUnchangedAsync()).Revision);

        var entry = Entry(actor, command, before.Name);
        var role = after with { Revision = entry.Revision };
        return await AppendAsync(
            entry with { Before = AuditText.Of(before), After = AuditText.Of(role), ChangedRoles = [role] }, role.ToContract());
    }

    private async Task<Fault?> RefusalToCarryAsync(ActorRights rights, ImmutableArray<string> permissions) =>
        await CatalogueGrain().FindMissingAsync(permissions) is { } missing
            ? OrganizationFaults.PermissionNotFound(missing)
            : rights.RefusalToGrant(PermissionSet.From(permissions.Select(PermissionName.Parse)));

    private static ImmutableArray<string> Sorted(ImmutableArray<string> permissions) =>
        [.. permissions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static Outcome<Receipt> WithoutValue(Outcome<Receipt<Role>> outcome) =>
        outcome.Succeeded(out var receipt, out var fault) ? new Receipt(receipt.Revision) : fault;
}
