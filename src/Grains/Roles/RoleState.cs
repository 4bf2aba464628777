using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.GrainInterfaces.Roles;
using AuthServe.Permissions;

namespace AuthServe.Grains.Roles;

/// <summary>A role as stored, and as the organization hands it down.</summary>
[GenerateSerializer, Immutable, Alias("authserve.internal.RoleState")]
internal sealed record RoleState
{
    [Id(0)] public string Name { get; init; } = "";

    [Id(1)] public string DisplayName { get; init; } = "";

    [Id(2)] public bool IsSystem { get; init; }

    /// <summary>Permission slugs in ordinal order, each once.</summary>
    [Id(3)] public ImmutableArray<string> Permissions { get; init; } = [];

    /// <summary>The organization's revision that created the role.</summary>
    [Id(4)] public long Incarnation { get; init; }

    /// <summary>The organization's revision that last changed the role.</summary>
    [Id(5)] public long Revision { get; init; }

    [Id(6)] public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A role as others see it.</summary>
internal static class RoleViews
{
    public static PermissionSet ToPermissionSet(this RoleState role) => PermissionSet.From(role.Permissions.Select(PermissionName.Parse));

    public static RolePolicy ToPolicy(this RoleState role) => new(role.Name, role.Incarnation, role.ToPermissionSet());

    public static RoleGrant ToGrant(this RoleState role) => new(role.Name, role.Incarnation, role.Permissions);

    public static Role ToContract(this RoleState role) => new(role.Name, role.DisplayName, role.IsSystem, role.Permissions, role.CreatedAt);
}
