using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;

namespace AuthServe.GrainInterfaces.Permissions;

/// <summary>What an import changes, or would change. Lists are sorted by name unless they say otherwise.</summary>
/// <param name="Permissions">Of the catalogue.</param>
/// <param name="Roles">Of the organization.</param>
/// <param name="Rights">Of users and clients.</param>
[GenerateSerializer, Immutable, Alias("authserve.ManifestDifference")]
public sealed record ManifestDifference(
    [property: Id(0)] PermissionsDifference Permissions,
    [property: Id(1)] RolesDifference Roles,
    [property: Id(2)] RightsDifference Rights)
{
    /// <summary>Whether nothing changes.</summary>
    public bool IsEmpty => Permissions.IsEmpty && Roles.IsEmpty;
}

/// <summary>What changes in a catalogue.</summary>
/// <param name="Added">New permissions.</param>
/// <param name="Removed">Permissions that go, also from every role.</param>
/// <param name="Changed">Permissions that get another description.</param>
[GenerateSerializer, Immutable, Alias("authserve.PermissionsDifference")]
public sealed record PermissionsDifference(
    [property: Id(0)] ImmutableArray<ManifestPermission> Added,
    [property: Id(1)] ImmutableArray<ManifestPermission> Removed,
    [property: Id(2)] ImmutableArray<DescriptionChange> Changed)
{
    /// <summary>Whether nothing changes.</summary>
    public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty && Changed.IsEmpty;
}

/// <summary>A permission gets another description.</summary>
[GenerateSerializer, Immutable, Alias("authserve.DescriptionChange")]
public sealed record DescriptionChange(
    [property: Id(0)] string Slug, [property: Id(1)] string? Before, [property: Id(2)] string? After);

/// <summary>What changes of roles.</summary>
/// <param name="Added">New roles, which nobody has yet.</param>
/// <param name="Removed">Roles that go, also from everybody who has them.</param>
/// <param name="Changed">Roles that stay and become others, system roles among them.</param>
[GenerateSerializer, Immutable, Alias("authserve.RolesDifference")]
public sealed record RolesDifference(
    [property: Id(0)] ImmutableArray<ManifestRole> Added,
    [property: Id(1)] ImmutableArray<ManifestRole> Removed,
    [property: Id(2)] ImmutableArray<RoleChange> Changed)
{
    /// <summary>Whether nothing changes.</summary>
    public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty && Changed.IsEmpty;
}

/// <summary>A role becomes another.</summary>
/// <param name="Name">Slug.</param>
/// <param name="DisplayNameBefore">Shown to people until now.</param>
/// <param name="DisplayNameAfter">Shown to people from then on; may be the same.</param>
/// <param name="Attached">Permissions that it carries from then on.</param>
/// <param name="Detached">Permissions that it carried until now.</param>
[GenerateSerializer, Immutable, Alias("authserve.RoleChange")]
public sealed record RoleChange(
    [property: Id(0)] string Name,
    [property: Id(1)] string DisplayNameBefore,
    [property: Id(2)] string DisplayNameAfter,
    [property: Id(3)] ImmutableArray<string> Attached,
    [property: Id(4)] ImmutableArray<string> Detached);

/// <summary>
/// Who can do more or less: active users and clients, by the roles they have. Numbers count everybody; lists of groups and of what they gain
/// and lose may be cut.
/// </summary>
/// <param name="Gaining">How many users and clients gain something.</param>
/// <param name="Losing">How many lose something.</param>
/// <param name="GroupCount">How many groups gain or lose something.</param>
/// <param name="Groups">The largest of them, largest first.</param>
[GenerateSerializer, Immutable, Alias("authserve.RightsDifference")]
public sealed record RightsDifference(
    [property: Id(0)] int Gaining,
    [property: Id(1)] int Losing,
    [property: Id(2)] int GroupCount,
    [property: Id(3)] ImmutableArray<RightsGroup> Groups)
{
    /// <summary>Nobody gains or loses anything.</summary>
    public static RightsDifference None { get; } = new(0, 0, 0, []);
}

/// <summary>Everybody who has the same roles, and so gains and loses the same.</summary>
/// <param name="Roles">Slugs before the change.</param>
/// <param name="UserCount">How many active members.</param>
/// <param name="ClientCount">How many OAuth clients.</param>
/// <param name="Gained">Permissions that are allowed only afterwards.</param>
/// <param name="Lost">Permissions that are allowed only before.</param>
/// <param name="FirstUsers">The first users by user name; empty when the actor may not read users.</param>
[GenerateSerializer, Immutable, Alias("authserve.RightsGroup")]
public sealed record RightsGroup(
    [property: Id(0)] ImmutableArray<string> Roles,
    [property: Id(1)] int UserCount,
    [property: Id(2)] int ClientCount,
    [property: Id(3)] CountedPermissions Gained,
    [property: Id(4)] CountedPermissions Lost,
    [property: Id(5)] ImmutableArray<UserName> FirstUsers);

/// <summary>Some permissions.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="First">The first of them by name.</param>
[GenerateSerializer, Immutable, Alias("authserve.CountedPermissions")]
public sealed record CountedPermissions([property: Id(0)] int Count, [property: Id(1)] ImmutableArray<string> First);

/// <summary>A user by id and name.</summary>
[GenerateSerializer, Immutable, Alias("authserve.UserName")]
public sealed record UserName([property: Id(0)] UserId User, [property: Id(1)] string Username);
