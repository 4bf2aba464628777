using AuthServe.GrainInterfaces.Organizations;
using AuthServe.Permissions;

namespace AuthServe.Grains.Policies;

/// <summary>What a role grants, for the engine and for who keeps a copy.</summary>
internal static class RoleGrantViews
{
    public static RolePolicy ToPolicy(this RoleGrant role) =>
        new(role.Role, role.Incarnation, PermissionSet.From(role.Permissions.Select(PermissionName.Parse)));

    public static RoleGrant ToGrant(this RolePolicy role) =>
        new(role.Role, role.Incarnation, [.. role.Permissions.Select(permission => permission.Value)]);
}
