using System.Collections.Immutable;

namespace AuthServe.Permissions;

/// <summary>The roles every organization has from the start; none can be deleted.</summary>
public static class SystemRoles
{
    /// <summary>May grant anything; an organization always has one who holds it, and it always carries the system permissions.</summary>
    public const string Owner = "owner";

    /// <summary>Manages users.</summary>
    public const string Admin = "admin";

    /// <summary>Sees the other users.</summary>
    public const string User = "user";

    /// <summary>Every system role as it is seeded, the most powerful first.</summary>
    public static ImmutableArray<SystemRole> All { get; } =
    [
        new(Owner, "Owner", SystemPermissions.Names),
        new(Admin, "Administrator", Set(
            "auth.user.read", "auth.user.write", "auth.user.delete", "auth.user.all", "auth.role.read", "auth.permission.read")),
        new(User, "User", Set("auth.user.read")),
    ];

    private static PermissionSet Set(params IEnumerable<string> names) => PermissionSet.From(names.Select(PermissionName.Parse));
}
