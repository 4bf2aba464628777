using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Roles;
using AuthServe.GrainInterfaces.Sessions;
using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.Users;

/// <summary>
/// The members of an organization and the roles each has in it. Key: the organization's id. Every command may fault with
/// <c>actor.forbidden</c>, <c>user.not_found</c>, <c>owner.required</c> (only an owner makes, changes or removes an owner), and with
/// <c>grant.exceeds_own</c> where it grants something the actor does not hold.
/// </summary>
[Alias("authserve.IOrganizationMembers")]
public interface IOrganizationMembers : IGrainWithGuidKey
{
    /// <summary>
    /// Members by user name; in a search, by the first of their texts that begins with what is searched. <paramref name="after"/> is a
    /// <see cref="MemberPosition"/>: whoever is a member throughout is listed once, whatever else changes between pages.
    /// </summary>
    [AlwaysInterleave, Alias("List")]
    ValueTask<Page<Member>> ListMembersAsync(MemberFilter filter, string? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>One member, or <c>user.not_found</c>.</summary>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<Outcome<Member>> GetMemberAsync(UserId user, CancellationToken cancellationToken = default);

    /// <summary>The roles a member has, with their permissions, or <c>user.not_found</c>.</summary>
    [AlwaysInterleave, Alias("GetRoles")]
    ValueTask<Outcome<Page<Role>>> GetMemberRolesAsync(UserId user, CancellationToken cancellationToken = default);

    /// <summary>
    /// Commits a new account as a member; its names are reserved and its credentials set. Faults: <c>role.not_found</c>,
    /// <c>user.username_taken</c>, <c>user.email_taken</c>.
    /// </summary>
    [Alias("Add")]
    Task<Outcome<Receipt<Member>>> AddAsync(Actor actor, NewMember member, CancellationToken cancellationToken = default);

    /// <summary>The member whom this very request of the actor has added; or <c>user.not_found</c>, when it has not.</summary>
    [Alias("FindAdded")]
    Task<Outcome<Receipt<Member>>> FindAddedAsync(Actor actor, CancellationToken cancellationToken = default);

    /// <summary>Changes what is given and leaves the rest. Fault: <c>organization.last_owner</c>.</summary>
    [Alias("Update")]
    Task<Outcome<Receipt<Member>>> UpdateMemberAsync(Actor actor, UserId user, UpdateMember command, CancellationToken cancellationToken = default);

    /// <summary>Removes the membership, and the account with its last one. Fault: <c>organization.last_owner</c>.</summary>
    [Alias("Remove")]
    Task<Outcome<Receipt>> RemoveMemberAsync(Actor actor, UserId user, CancellationToken cancellationToken = default);

    /// <summary>
    /// The member leaves by themselves, which takes no permission; the account goes with its last membership. Fault:
    /// <c>organization.last_owner</c>.
    /// </summary>
    /// <param name="user">Who leaves.</param>
    /// <param name="requestId">As an <see cref="Actor"/> has it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    [Alias("Leave")]
    Task<Outcome<Receipt>> LeaveAsync(UserId user, string? requestId = null, CancellationToken cancellationToken = default);

    /// <summary>The sessions of a member in this organization, the newest first; or <c>user.not_found</c>.</summary>
    [AlwaysInterleave, Alias("ListSessions")]
    ValueTask<Outcome<Page<Session>>> ListMemberSessionsAsync(UserId user, CancellationToken cancellationToken = default);

    /// <summary>Ends a session of a member in this organization; null for all of them. Fault: <c>session.not_found</c>.</summary>
    [Alias("EndSessions")]
    Task<Outcome<Receipt>> EndMemberSessionsAsync(
        Actor actor, UserId user, SessionId? session, CancellationToken cancellationToken = default);

    /// <summary>Gives a member a role; repeating it changes nothing. Fault: <c>role.not_found</c>.</summary>
    [Alias("AssignRole")]
    Task<Outcome<Receipt>> AssignRoleAsync(Actor actor, UserId user, string role, CancellationToken cancellationToken = default);

    /// <summary>Takes a role from a member; repeating it changes nothing. Faults: <c>role.not_found</c>, <c>organization.last_owner</c>.</summary>
    [Alias("UnassignRole")]
    Task<Outcome<Receipt>> UnassignRoleAsync(Actor actor, UserId user, string role, CancellationToken cancellationToken = default);
}

/// <summary>
/// An account that is to become a member. Names are normalised and reserved. One without a password is sent a link that sets it.
/// </summary>
[GenerateSerializer, Immutable, Alias("authserve.NewMember")]
public sealed record NewMember(
    [property: Id(0)] UserId User,
    [property: Id(1)] string Username,
    [property: Id(2)] string PrimaryEmail,
    [property: Id(3)] string? DisplayName,
    [property: Id(4)] ImmutableArray<string> Roles,
    [property: Id(5)] bool HasNoPassword = false);

/// <summary>A user as a member of one organization.</summary>
/// <param name="User">The account.</param>
/// <param name="Username">Normalised.</param>
/// <param name="PrimaryEmail">Normalised.</param>
/// <param name="DisplayName">Shown to people; null when there is none.</param>
/// <param name="IsActive">False for a disabled member, who may do nothing here.</param>
/// <param name="Roles">Slugs, sorted.</param>
/// <param name="JoinedAt">UTC.</param>
[GenerateSerializer, Immutable, Alias("authserve.Member")]
public sealed record Member(
    [property: Id(0)] UserId User,
    [property: Id(1)] string Username,
    [property: Id(2)] string PrimaryEmail,
    [property: Id(3)] string? DisplayName,
    [property: Id(4)] bool IsActive,
    [property: Id(5)] ImmutableArray<string> Roles,
    [property: Id(6)] DateTimeOffset JoinedAt);

/// <summary>Asks to change a member; null leaves a property as it is.</summary>
[GenerateSerializer, Immutable, Alias("authserve.UpdateMember")]
public sealed record UpdateMember([property: Id(0)] string? DisplayName, [property: Id(1)] bool? IsActive);

/// <summary>Narrows a listing; null does not.</summary>
/// <param name="Query">
/// Prefix of user name, e-mail address or display name, of which the first 256 characters count; case and compatibility forms are ignored.
/// </param>
/// <param name="Role">Has this role.</param>
/// <param name="IsActive">Is active, or is disabled.</param>
[GenerateSerializer, Immutable, Alias("authserve.MemberFilter")]
public sealed record MemberFilter(
    [property: Id(0)] string? Query,
    [property: Id(1)] string? Role,
    [property: Id(2)] bool? IsActive);
