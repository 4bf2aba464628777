using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.Grains.Permissions;
using AuthServe.Permissions;

namespace AuthServe.Grains.Organizations;

/// <summary>The organization's catalogue of permissions.</summary>
internal sealed partial class OrganizationGrain
{
    private static readonly PermissionName PermissionWrite = PermissionName.Parse("auth.permission.write");
    private static readonly PermissionName PermissionDelete = PermissionName.Parse("auth.permission.delete");

    public ValueTask<Page<Permission>> ListPermissionsAsync(
        PermissionFilter filter, string? after, int limit, CancellationToken cancellationToken = default) =>
        CatalogueGrain().ListAsync(filter, after, limit, cancellationToken);

    public async ValueTask<Outcome<Permission>> GetPermissionAsync(string permission, CancellationToken cancellationToken = default) =>
        await CatalogueGrain().FindAsync(permission, cancellationToken) is { } found ? found : OrganizationFaults.PermissionNotFound(permission);

    public async Task<Outcome<Receipt<Permission>>> CreatePermissionAsync(
        Actor actor, string permission, string? description, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, PermissionWrite)).Succeeded(out _, out var refusal)) return refusal;
        if (await CatalogueGrain().FindAsync(permission) is not null) return OrganizationFaults.PermissionExists(permission);
        if (PermissionName.Parse(permission).Service == SystemPermissions.Service) return OrganizationFaults.ReservedPermission;
        if (await CatalogueGrain().CountAsync() >= OrganizationLimits.Permissions) return OrganizationFaults.TooManyPermissions;

        var entry = Entry(actor, "permission.create", permission);
        var item = new CatalogueItem { Slug = permission, Description = description, CreatedAt = entry.Time };
        return await AppendAsync(
            entry with { After = AuditText.Of(item), Catalogue = new() { Added = [item] } }, item.ToContract());
    }

    public async Task<Outcome<Receipt>> DeletePermissionAsync(Actor actor, string permission, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, PermissionDelete)).Succeeded(out _, out var refusal)) return refusal;
        if (await CatalogueGrain().FindAsync(permission) is not { } found) return OrganizationFaults.PermissionNotFound(permission);
        if (RefusalToOverwrite(actor, found) is { } stale) return stale;
        if (found.IsSystem) return OrganizationFaults.SystemPermission;

        var entry = Entry(actor, "permission.delete", permission);
        var carriers = _view.Roles.Values
            .Where(role => role.Permissions.Contains(permission))
            .Select(role => role with { Permissions = role.Permissions.Remove(permission), Revision = entry.Revision });
        return await AppendAsync(entry with
        {
            Before = AuditText.Of(new CatalogueItem { Slug = permission, Description = found.Description }),
            ChangedRoles = [.. carriers],
            Catalogue = new() { Removed = [permission] },
        });
    }
}
