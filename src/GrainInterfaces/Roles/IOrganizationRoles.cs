using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Users;
using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.Roles;

/// <summary>
/// The roles of an organization. Key: the organization's id. Every command may fault with <c>actor.forbidden</c>, and with
/// <c>grant.exceeds_own</c> where it grants something the actor does not hold and the actor is no owner.
/// </summary>
[Alias("authserve.IOrganizationRoles")]
public interface IOrganizationRoles : IGrainWithGuidKey
{
    /// <summary>Every role, by slug.</summary>
    [AlwaysInterleave, Alias("List")]
    ValueTask<Page<Role>> ListRolesAsync(string? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>One role, or <c>role.not_found</c>.</summary>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<Outcome<Role>> GetRoleAsync(string role, CancellationToken cancellationToken = default);

    /// <summary>The members who have the role, by user name; or <c>role.not_found</c>.</summary>
    [AlwaysInterleave, Alias("ListMembers")]
    ValueTask<Outcome<Page<Member>>> ListRoleMembersAsync(string role, string? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>The roles that the subject of a token has, a member's or an OAuth client's, or <c>user.not_found</c>.</summary>
    [AlwaysInterleave, Alias("ListOfSubject")]
    ValueTask<Outcome<Page<Role>>> ListRolesOfSubjectAsync(UserId subject, CancellationToken cancellationToken = default);

    /// <summary>Creates a role. Faults: <c>role.exists</c>, <c>permission.not_found</c>.</summary>
    [Alias("Create")]
    Task<Outcome<Receipt<Role>>> CreateRoleAsync(Actor actor, CreateRole command, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes what is given and leaves the rest. Faults: <c>role.not_found</c>, <c>permission.not_found</c>,
    /// <c>role.owner_keeps_system_permissions</c>.
    /// </summary>
    [Alias("Update")]
    Task<Outcome<Receipt<Role>>> UpdateRoleAsync(Actor actor, string role, UpdateRole command, CancellationToken cancellationToken = default);

    /// <summary>Deletes a role and with it every assignment of it. Faults: <c>role.not_found</c>, <c>role.system</c>.</summary>
    [Alias("Delete")]
    Task<Outcome<Receipt>> DeleteRoleAsync(Actor actor, string role, CancellationToken cancellationToken = default);

    /// <summary>Lets the role carry a permission; repeating it changes nothing. Faults: <c>role.not_found</c>, <c>permission.not_found</c>.</summary>
    [Alias("AttachPermission")]
    Task<Outcome<Receipt>> AttachPermissionAsync(Actor actor, string role, string permission, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes a permission from the role; repeating it changes nothing. Faults: <c>role.not_found</c>, <c>permission.not_found</c>,
    /// <c>role.owner_keeps_system_permissions</c>.
    /// </summary>
    [Alias("DetachPermission")]
    Task<Outcome<Receipt>> DetachPermissionAsync(Actor actor, string role, string permission, CancellationToken cancellationToken = default);
}

/// <summary>A role of an organization.</summary>
/// <param name="Name">Slug, <c>[a-z][a-z0-9_-]{0,62}</c>.</param>
/// <param name="DisplayName">Shown to people.</param>
/// <param name="IsSystem">System roles cannot be deleted.</param>
/// <param name="Permissions">Permission slugs, sorted.</param>
/// <param name="CreatedAt">UTC.</param>
[GenerateSerializer, Immutable, Alias("authserve.Role")]
public sealed record Role(
    [property: Id(0)] string Name,
    [property: Id(1)] string DisplayName,
    [property: Id(2)] bool IsSystem,
    [property: Id(3)] ImmutableArray<string> Permissions,
    [property: Id(4)] DateTimeOffset CreatedAt);

/// <summary>Asks for a new role.</summary>
/// <param name="Name">Slug.</param>
/// <param name="DisplayName">Null: the slug.</param>
/// <param name="Permissions">Permission slugs of the catalogue.</param>
[GenerateSerializer, Immutable, Alias("authserve.CreateRole")]
public sealed record CreateRole(
    [property: Id(0)] string Name,
    [property: Id(1)] string? DisplayName,
    [property: Id(2)] ImmutableArray<string> Permissions);

/// <summary>Asks to change a role; null leaves a property as it is.</summary>
[GenerateSerializer, Immutable, Alias("authserve.UpdateRole")]
public sealed record UpdateRole([property: Id(0)] string? DisplayName, [property: Id(1)] ImmutableArray<string>? Permissions);
