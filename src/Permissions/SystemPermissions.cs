using System.Collections.Immutable;

namespace AuthServe.Permissions;

/// <summary>The permissions every organization has from the start: those of AuthServe's own API.</summary>
public static class SystemPermissions
{
    /// <summary>The service they belong to; no other permission does.</summary>
    public const string Service = "auth";

    /// <summary>Every system permission, by ordinal.</summary>
    public static ImmutableArray<SystemPermission> All { get; } =
    [
        new("auth.audit.all", "Everything on the audit log"),
        new("auth.audit.read", "Read and verify the audit log, and read the sign-ins of members"),
        new("auth.client.all", "Everything on OAuth clients"),
        new("auth.client.delete", "Delete OAuth clients"),
        new("auth.client.read", "Read OAuth clients and their roles"),
        new("auth.client.write", "Create and change OAuth clients, their secrets and roles"),
        new("auth.organization.all", "Everything on the organization itself"),
        new("auth.organization.delete", "Delete the organization"),
        new("auth.organization.read", "Read what the organization says of itself"),
        new("auth.organization.write", "Change what the organization says of itself"),
        new("auth.permission.all", "Everything on permissions"),
        new("auth.permission.delete", "Delete permissions from the catalogue"),
        new("auth.permission.read", "Read the catalogue of permissions"),
        new("auth.permission.write", "Add permissions to the catalogue"),
        new("auth.role.all", "Everything on roles"),
        new("auth.role.delete", "Delete roles"),
        new("auth.role.read", "Read roles and who has them"),
        new("auth.role.write", "Create, change and assign roles"),
        new("auth.user.all", "Everything on users"),
        new("auth.user.delete", "Remove users"),
        new("auth.user.read", "Read users and their roles"),
        new("auth.user.write", "Add, invite and change users"),
    ];

    /// <summary>The names of <see cref="All"/>.</summary>
    public static PermissionSet Names { get; } = PermissionSet.From(All.Select(permission => permission.Name));
}
