using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.Grains.Permissions;
using AuthServe.Grains.Roles;
using AuthServe.Permissions;

namespace AuthServe.Grains.Organizations;

/// <summary>What a manifest makes of an organization: values in, values out.</summary>
/// <param name="Permissions">What changes in the catalogue.</param>
/// <param name="Roles">What changes of the roles.</param>
/// <param name="Catalogue">The same, for the catalogue.</param>
/// <param name="ChangedRoles">Roles made or changed, as they are afterwards.</param>
/// <param name="Granted">Everything that some role newly carries.</param>
/// <param name="ChangesOwner">Whether the manifest asks for another owner role, beyond what leaves it with the catalogue.</param>
internal sealed record ManifestPlan(
    PermissionsDifference Permissions,
    RolesDifference Roles,
    CatalogueEffect Catalogue,
    ImmutableArray<RoleState> ChangedRoles,
    PermissionSet Granted,
    bool ChangesOwner)
{
    /// <summary>The plan, or why there can be none.</summary>
    /// <param name="manifest">What is to be.</param>
    /// <param name="view">The roles as they are.</param>
    /// <param name="catalogue">The permissions as they are.</param>
    /// <param name="entry">Where it would be committed.</param>
    public static Outcome<ManifestPlan> Of(
        Manifest manifest, OrganizationView view, ImmutableArray<Permission> catalogue, LogEntry entry)
    {
        if (RefusalOf(manifest, view, catalogue) is { } fault) return fault;

        var (permissions, effect) = CatalogueOf(manifest, catalogue, entry);
        var removed = permissions.Removed.Select(permission => permission.Slug).ToHashSet(StringComparer.Ordinal);
        var named = manifest.Roles.ToDictionary(role => role.Name, StringComparer.Ordinal);
        var stay = view.Roles.Values
            .Where(role => role.IsSystem || named.ContainsKey(role.Name))
            .Select(role => (Before: role, After: After(role, named.GetValueOrDefault(role.Name), removed) with { Revision = entry.Revision }))
            .Where(role => !IsSame(role.Before, role.After))
            .ToImmutableArray();
        var added = manifest.Roles.Where(role => !view.Roles.ContainsKey(role.Name)).Select(role => Create(role, entry)).ToImmutableArray();
        var roles = new RolesDifference(
            Sorted(added.Select(ToManifest)),
            Sorted(view.Roles.Values.Where(role => !role.IsSystem && !named.ContainsKey(role.Name)).Select(ToManifest)),
            [.. stay.Select(role => Compare(role.Before, role.After)).OrderBy(role => role.Name, StringComparer.Ordinal)]);
        var granted = roles.Added.SelectMany(role => role.Permissions).Concat(roles.Changed.SelectMany(role => role.Attached));
        var owner = named.ContainsKey(SystemRoles.Owner) ? view.Roles[SystemRoles.Owner] : null;
        return new ManifestPlan(
            permissions, roles, effect, [.. stay.Select(role => role.After), .. added], PermissionSet.From(granted.Select(PermissionName.Parse)),
            owner is not null && !IsSame(After(owner, null, removed), After(owner, named[owner.Name], removed)));
    }

    private static Fault? RefusalOf(Manifest manifest, OrganizationView view, ImmutableArray<Permission> catalogue)
    {
        if (manifest.Permissions.Any(permission => IsSystem(permission.Slug))) return OrganizationFaults.ReservedPermission;
        if (manifest.Permissions.Length > OrganizationLimits.Permissions) return OrganizationFaults.TooManyPermissions;
        if (manifest.Roles.Count(role => !IsSystemRole(view, role.Name)) > OrganizationLimits.Roles) return OrganizationFaults.TooManyRoles;

        var known = manifest.Permissions.Select(permission => permission.Slug)
            .Concat(catalogue.Where(permission => permission.IsSystem).Select(permission => permission.Slug))
            .ToHashSet(StringComparer.Ordinal);
        return manifest.Roles.SelectMany(role => role.Permissions).FirstOrDefault(permission => !known.Contains(permission)) is { } missing
            ? OrganizationFaults.PermissionNotFound(missing)
            : null;
    }

    private static (PermissionsDifference Difference, CatalogueEffect Effect) CatalogueOf(
        Manifest manifest, ImmutableArray<Permission> catalogue, LogEntry entry)
    {
        var before = catalogue.Where(permission => !permission.IsSystem).ToDictionary(permission => permission.Slug, StringComparer.Ordinal);
        var after = manifest.Permissions.ToDictionary(permission => permission.Slug, StringComparer.Ordinal);
        var added = after.Values.Where(permission => !before.ContainsKey(permission.Slug)).OrderBy(permission => permission.Slug, StringComparer.Ordinal);
        var removed = before.Values.Where(permission => !after.ContainsKey(permission.Slug)).Select(ToManifest);
        var changed = before.Values
            .Where(permission => after.TryGetValue(permission.Slug, out var next) && next.Description != permission.Description)
            .ToImmutableArray();
        var difference = new PermissionsDifference(
            [.. added],
            [.. removed.OrderBy(permission => permission.Slug, StringComparer.Ordinal)],
            [.. changed.Select(permission => new DescriptionChange(permission.Slug, permission.Description, after[permission.Slug].Description))]);
        var written = difference.Added
            .Select(permission => new CatalogueItem { Slug = permission.Slug, Description = permission.Description, CreatedAt = entry.Time })
            .Concat(changed.Select(permission => new CatalogueItem
            {
                Slug = permission.Slug,
                Description = after[permission.Slug].Description,
                CreatedAt = permission.CreatedAt,
            }));
        return (difference, new() { Added = [.. written], Removed = [.. difference.Removed.Select(permission => permission.Slug)] });
    }

    private static RoleState After(RoleState role, ManifestRole? named, HashSet<string> removed)
    {
        if (named is null) return role with { Permissions = role.Permissions.RemoveAll(removed.Contains) };
        var kept = role.IsSystem ? role.Permissions.Where(IsSystem) : [];
        return role with
        {
            DisplayName = named.DisplayName ?? (role.IsSystem ? role.DisplayName : role.Name),
            Permissions = Sorted(named.Permissions.Concat(kept)),
        };
    }

    private static RoleState Create(ManifestRole role, LogEntry entry) => new()
    {
        Name = role.Name,
        DisplayName = role.DisplayName ?? role.Name,
        Permissions = Sorted(role.Permissions),
        Incarnation = entry.Revision,
        Revision = entry.Revision,
        CreatedAt = entry.Time,
    };

    private static RoleChange Compare(RoleState before, RoleState after) => new(
        before.Name, before.DisplayName, after.DisplayName,
        Sorted(after.Permissions.Except(before.Permissions)), Sorted(before.Permissions.Except(after.Permissions)));

    private static bool IsSame(RoleState left, RoleState right) =>
        left.DisplayName == right.DisplayName && left.Permissions.SequenceEqual(right.Permissions);

    private static bool IsSystem(string permission) => PermissionName.Parse(permission).Service == SystemPermissions.Service;

    private static bool IsSystemRole(OrganizationView view, string role) => view.Roles.TryGetValue(role, out var found) && found.IsSystem;

    private static ManifestPermission ToManifest(Permission permission) => new(permission.Slug, permission.Description);

    private static ManifestRole ToManifest(RoleState role) => new(role.Name, role.DisplayName, role.Permissions);

    private static ImmutableArray<ManifestRole> Sorted(IEnumerable<ManifestRole> roles) => [.. roles.OrderBy(role => role.Name, StringComparer.Ordinal)];

    private static ImmutableArray<string> Sorted(IEnumerable<string> permissions) =>
        [.. permissions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
