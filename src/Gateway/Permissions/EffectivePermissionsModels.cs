using System.Collections.Immutable;
using System.ComponentModel;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Users;

namespace AuthServe.Gateway.Permissions;

/// <summary>Everything a user may do in an organization.</summary>
internal sealed record EffectivePermissionsModel(
    Guid OrgId,
    Guid UserId,
    [property: Description("The revision of the organization this is true for.")] long Revision,
    [property: Description("Permissions, sorted.")] ImmutableArray<string> Permissions)
{
    public static EffectivePermissionsModel From(OrganizationId organization, UserId user, EffectiveRights rights) =>
        new(organization.Value, user.Value, rights.Revision, [.. rights.Permissions.Select(right => right.Permission)]);
}

/// <summary>Everything a user may do in an organization, and by which roles.</summary>
internal sealed record ExplainedPermissionsModel(
    Guid OrgId,
    Guid UserId,
    [property: Description("The revision of the organization this is true for.")] long Revision,
    [property: Description("Sorted by permission.")] ImmutableArray<ExplainedPermissionModel> Permissions)
{
    public static ExplainedPermissionsModel From(OrganizationId organization, UserId user, EffectiveRights rights) =>
        new(organization.Value, user.Value, rights.Revision, [.. rights.Permissions.Select(ExplainedPermissionModel.From)]);
}

/// <summary>One permission and the roles it comes by.</summary>
internal sealed record ExplainedPermissionModel(
    string Permission, [property: Description("Names of roles, sorted.")] ImmutableArray<string> Via)
{
    public static ExplainedPermissionModel From(EffectiveRight right) => new(right.Permission, right.Via);
}
