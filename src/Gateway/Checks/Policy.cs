using AuthServe.GrainInterfaces.Organizations;
using AuthServe.Permissions;

namespace AuthServe.Gateway.Checks;

/// <summary>A copy of the policy of an organization.</summary>
internal sealed class Policy(PolicySnapshot copy)
{
    /// <summary>At least that of its last change.</summary>
    public long Revision => copy.Revision;

    public OrganizationPolicy Roles { get; } = OrganizationPolicy.Create(
        copy.Revision,
        copy.Roles.Select(role => new RolePolicy(role.Role, role.Incarnation, PermissionSet.From(role.Permissions.Select(PermissionName.Parse)))));
}
