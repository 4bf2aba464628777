using System.Collections.Immutable;
using System.ComponentModel;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Permissions;

namespace AuthServe.Gateway.Permissions;

/// <summary>What an import changed, or would change.</summary>
internal sealed record DifferenceModel(
    [property: Description("The revision that has the change; of a dry run, the one that this is true for.")] long Revision,
    bool DryRun,
    [property: Description("Whether there is a difference.")] bool Changed,
    PermissionsDifferenceModel Permissions,
    RolesDifferenceModel Roles,
    RightsDifferenceModel Rights)
{
    public static DifferenceModel From(Receipt<ManifestDifference> receipt, bool isDryRun)
    {
        var difference = receipt.Value;
        return new(
            receipt.Revision, isDryRun, !difference.IsEmpty, PermissionsDifferenceModel.From(difference.Permissions),
            RolesDifferenceModel.From(difference.Roles), RightsDifferenceModel.From(difference.Rights));
    }
}

/// <summary>What changes in the catalogue; sorted.</summary>
internal sealed record PermissionsDifferenceModel(
    ImmutableArray<DescribedPermissionModel> Added,
    [property: Description("They also leave every role.")] ImmutableArray<DescribedPermissionModel> Removed,
    [property: Description("They get another description.")] ImmutableArray<DescriptionChangeModel> Changed)
{
    public static PermissionsDifferenceModel From(PermissionsDifference difference) => new(
        [.. difference.Added.Select(DescribedPermissionModel.From)],
        [.. difference.Removed.Select(DescribedPermissionModel.From)],
        [.. difference.Changed.Select(change => new DescriptionChangeModel(change.Slug, change.Before, change.After))]);
}

/// <summary>A permission.</summary>
internal sealed record DescribedPermissionModel(string Slug, string? Description)
{
    public static DescribedPermissionModel From(ManifestPermission permission) => new(permission.Slug, permission.Description);
}

/// <summary>A permission that gets another description.</summary>
internal sealed record DescriptionChangeModel(string Slug, string? DescriptionBefore, string? DescriptionAfter);

/// <summary>What changes of the roles; sorted.</summary>
internal sealed record RolesDifferenceModel(
    [property: Description("Nobody has them yet.")] ImmutableArray<NamedRoleModel> Added,
    [property: Description("They also leave everybody who has them.")] ImmutableArray<NamedRoleModel> Removed,
    ImmutableArray<RoleChangeModel> Changed)
{
    public static RolesDifferenceModel From(RolesDifference difference) => new(
        [.. difference.Added.Select(NamedRoleModel.From)],
        [.. difference.Removed.Select(NamedRoleModel.From)],
        [.. difference.Changed.Select(RoleChangeModel.From)]);
}

/// <summary>A role that comes or goes.</summary>
internal sealed record NamedRoleModel(string Name, string? DisplayName, ImmutableArray<string> Permissions)
{
    public static NamedRoleModel From(ManifestRole role) => new(role.Name, role.DisplayName, role.Permissions);
}

/// <summary>A role that becomes another.</summary>
internal sealed record RoleChangeModel(
    string Name,
    string DisplayNameBefore,
    [property: Description("May be the same.")] string DisplayNameAfter,
    [property: Description("Permissions that it carries from then on.")] ImmutableArray<string> Attached,
    [property: Description("Permissions that it carried until then.")] ImmutableArray<string> Detached)
{
    public static RoleChangeModel From(RoleChange change) =>
        new(change.Name, change.DisplayNameBefore, change.DisplayNameAfter, change.Attached, change.Detached);
}

/// <summary>Who can do more or less: active users and clients, by the roles they have. Numbers count everybody.</summary>
internal sealed record RightsDifferenceModel(
    [property: Description("How many users and clients gain something.")] int Gaining,
    [property: Description("How many lose something.")] int Losing,
    [property: Description("How many combinations of roles gain or lose something.")] int GroupCount,
    [property: Description("At most 100 of them, those of most users and clients first.")] ImmutableArray<RightsGroupModel> Groups,
    [property: Description("Whether there are more groups than are listed.")] bool Truncated)
{
    public static RightsDifferenceModel From(RightsDifference rights) => new(
        rights.Gaining, rights.Losing, rights.GroupCount, [.. rights.Groups.Select(RightsGroupModel.From)], rights.Groups.Length < rights.GroupCount);
}

/// <summary>Everybody who has exactly these roles: they gain and lose the same.</summary>
internal sealed record RightsGroupModel(
    [property: Description("As they are before.")] ImmutableArray<string> Roles,
    int UserCount,
    int ClientCount,
    CountedPermissionsModel Gained,
    CountedPermissionsModel Lost,
    [property: Description("At most ten, by user name; none without auth.user.read.")] ImmutableArray<UserNameModel> FirstUsers)
{
    public static RightsGroupModel From(RightsGroup group) => new(
        group.Roles, group.UserCount, group.ClientCount, CountedPermissionsModel.From(group.Gained), CountedPermissionsModel.From(group.Lost),
        [.. group.FirstUsers.Select(user => new UserNameModel(user.User.Value, user.Username))]);
}

/// <summary>Permissions that are allowed only afterwards, or only before.</summary>
internal sealed record CountedPermissionsModel(
    int Count, [property: Description("At most 1,000 of them, sorted.")] ImmutableArray<string> Permissions)
{
    public static CountedPermissionsModel From(CountedPermissions permissions) => new(permissions.Count, permissions.First);
}

/// <summary>A user by id and name.</summary>
internal sealed record UserNameModel(Guid UserId, string Username);
