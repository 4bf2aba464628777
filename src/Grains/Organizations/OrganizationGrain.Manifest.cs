using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.Grains.Roles;
using AuthServe.Permissions;

namespace AuthServe.Grains.Organizations;

/// <summary>Catalogue and roles as one document, and one revision that makes them what it says.</summary>
internal sealed partial class OrganizationGrain
{
    private static readonly PermissionName UserRead = PermissionName.Parse("auth.user.read");

    public async Task<Outcome<Receipt<Manifest>>> ExportAsync(CancellationToken cancellationToken = default)
    {
        if (!IsFounded) return OrganizationFaults.Forbidden;
        var permissions = (await ListCatalogueAsync()).Where(permission => !permission.IsSystem)
            .Select(permission => new ManifestPermission(permission.Slug, permission.Description));
        var roles = _view.Roles.Values.Select(role => new ManifestRole(role.Name, role.DisplayName, role.Permissions));
        return new Receipt<Manifest>(new([.. permissions], [.. roles]), _view.Revision);
    }

    public async Task<Outcome<Receipt<ManifestDifference>>> ImportAsync(
        Actor actor, ImportManifest command, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, PermissionWrite)).Succeeded(out var rights, out var refusal)) return refusal;
        if (!rights.May(RoleWrite)) return OrganizationFaults.Forbidden;
        if ((command.ExpectedRevision ?? State.Revision) != State.Revision) return OrganizationFaults.RevisionMismatch(State.Revision);
        if (RefusalToOverwrite(actor, State.Revision, EntityTag.Of) is { } stale) return stale;

        var catalogue = await ListCatalogueAsync();
        var entry = Entry(actor, "permission.import", Id.ToString());
        if (!ManifestPlan.Of(command.Manifest, _view, catalogue, entry).Succeeded(out var plan, out var fault)) return fault;
        if (RefusalToImport(rights, command, plan) is { } refused) return refused;

        var difference = new ManifestDifference(plan.Permissions, plan.Roles, await CompareRightsAsync(plan, catalogue, rights.May(UserRead)));
        if (command.IsDryRun)
        {
            // The directory was read after the row: when the row is still the newest, all of it was of this revision.
            await RequireNewestAsync();
            return new Receipt<ManifestDifference>(difference, State.Revision);
        }

        if (difference.IsEmpty) return new Receipt<ManifestDifference>(difference, (await AcknowledgeUnchangedAsync()).Revision);
        return await AppendAsync(
            entry with
            {
                Before = AuditText.Before(plan, _view),
                After = AuditText.After(plan),
                ChangedRoles = plan.ChangedRoles,
                RemovedRoles = [.. plan.Roles.Removed.Select(role => role.Name)],
                Catalogue = plan.Permissions.IsEmpty ? null : plan.Catalogue,
            },
            difference);
    }

    private static Fault? RefusalToImport(ActorRights rights, ImportManifest command, ManifestPlan plan)
    {
        if (!plan.Permissions.Removed.IsEmpty && !(command.MayDeletePermissions && rights.May(PermissionDelete)))
            return OrganizationFaults.ImportDeletes("permissions", PermissionDelete);
        if (!plan.Roles.Removed.IsEmpty && !(command.MayDeleteRoles && rights.May(RoleDelete)))
            return OrganizationFaults.ImportDeletes("roles", RoleDelete);
        if (plan.ChangedRoles.Any(role => role.Permissions.Length > OrganizationLimits.PermissionsOfARole))
            return OrganizationFaults.TooManyPermissionsOfARole;
        return rights.RefusalToTouchOwner(plan.ChangesOwner) ?? rights.RefusalToGrant(plan.Granted);
    }

    private async Task<RightsDifference> CompareRightsAsync(ManifestPlan plan, ImmutableArray<Permission> catalogue, bool mayReadUsers)
    {
        var before = _view.Policy.Roles.ToDictionary(role => role.Role, role => role.Permissions, StringComparer.Ordinal);
        var changed = plan.ChangedRoles.Select(role => KeyValuePair.Create(role.Name, role.ToPermissionSet()))
            .Concat(plan.Roles.Removed.Select(role => KeyValuePair.Create(role.Name, PermissionSet.Empty)))
            .ToArray();
        var permissions = catalogue.Select(permission => permission.Slug).Concat(plan.Permissions.Added.Select(permission => permission.Slug));
        // An organization may be large: the look-ups leave the grain's scheduler to others.
        var comparison = await Task.Run(() => new RightsComparison(before, changed, permissions.Select(PermissionName.Parse)));
        if (comparison.AffectedRoles.IsEmpty) return RightsDifference.None;

        var groups = await GroupAccountsAsync(comparison.AffectedRoles, mayReadUsers);
        return await Task.Run(() => comparison.Compare(groups));
    }

    private async Task<ImmutableArray<AccountGroup>> GroupAccountsAsync(ImmutableArray<string> affected, bool mayReadUsers)
    {
        const int firstUsers = 10;
        var users = await projections.GroupMembersAsync(Id, affected, firstUsers);
        var clients = (await ListClientAccountsAsync()).Select(roles => new AccountGroup(roles, 0, 1, []));
        return
        [
            .. users.Select(group => mayReadUsers ? group : group with { FirstUsers = [] })
                .Concat(clients.Where(client => client.Roles.Intersect(affected).Any()))
                .GroupBy(group => string.Join(' ', group.Roles), StringComparer.Ordinal)
                .Select(same => same.Aggregate((sum, next) => sum with
                {
                    UserCount = sum.UserCount + next.UserCount,
                    ClientCount = sum.ClientCount + next.ClientCount,
                    FirstUsers = sum.FirstUsers.AddRange(next.FirstUsers),
                })),
        ];
    }

    private async Task<List<ImmutableArray<string>>> ListClientAccountsAsync()
    {
        var accounts = new List<ImmutableArray<string>>();
        foreach (var batch in (await projections.ListClientsAsync(Id, null, OrganizationLimits.Clients)).Chunk(LoadedAtOnce))
        {
            var found = await Task.WhenAll(batch.Select(client => UserGrain(new ClientId(client).ServiceAccount.Value).FindAsync(new(Id)).AsTask()));
            accounts.AddRange(found.OfType<Users.MemberState>().Where(account => account.Membership.IsActive)
                .Select(account => RolesOf(account.Membership).Select(role => role.Name).ToImmutableArray()));
        }

        return accounts;
    }

    private async Task<ImmutableArray<Permission>> ListCatalogueAsync() =>
        (await CatalogueGrain().ListAsync(new(null, null, null), null, int.MaxValue - 1)).Items;
}
