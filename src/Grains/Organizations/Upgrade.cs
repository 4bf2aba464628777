using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.Grains.Roles;
using AuthServe.Permissions;

namespace AuthServe.Grains.Organizations;

/// <summary>The entry that gives an organization founded by an earlier version the system permissions that are new since.</summary>
internal static class Upgrade
{
    /// <summary>The entry; null when nothing is missing.</summary>
    /// <param name="organization">Its id, which the entry is about.</param>
    /// <param name="revision">The entry's.</param>
    /// <param name="owner">The owner role.</param>
    /// <param name="known">The system permissions in the catalogue.</param>
    /// <param name="now">The entry's time.</param>
    public static LogEntry? Entry(Guid organization, long revision, RoleState owner, IEnumerable<Permission> known, DateTimeOffset now)
    {
        var unknown = SystemPermissions.All.ExceptBy(known.Select(permission => permission.Slug), permission => permission.Name.Value).ToArray();
        var slugs = owner.Permissions.Union(SystemPermissions.All.Select(permission => permission.Name.Value)).Order(StringComparer.Ordinal);
        var after = owner with { Permissions = [.. slugs], Revision = revision };
        if (unknown.Length == 0 && after.Permissions.Length == owner.Permissions.Length) return null;

        return new()
        {
            Revision = revision,
            Time = now,
            Command = "organization.upgrade",
            Target = organization.ToString(),
            Before = AuditText.Of(owner),
            After = AuditText.Of(after),
            ChangedRoles = [after],
            Catalogue = new() { Added = [.. unknown.Select(permission => Founding.ToItem(permission, now))] },
        };
    }
}
