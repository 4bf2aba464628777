using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Sessions;
using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.Users;

/// <summary>
/// A user: who they are, where they are a member, and the answer to "may they?". Key: the user's id. Every method here reads committed
/// state and waits for no write; a check is one look-up in memory.
/// </summary>
[Alias("authserve.IUserGrain")]
public interface IUserGrain : IGrainWithGuidKey
{
    /// <summary>The account with its memberships; null when there is none.</summary>
    [AlwaysInterleave, Alias("GetAccount")]
    ValueTask<Account?> GetAccountAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// May this user do that in that organization? Never answers by a state older than the last change acknowledged before the call.
    /// </summary>
    [AlwaysInterleave, Alias("Check")]
    ValueTask<CheckResult> CheckAsync(OrganizationId organization, Question question, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="CheckAsync"/>, for many questions at once; answers stand in the order of the questions.</summary>
    [AlwaysInterleave, Alias("CheckMany")]
    ValueTask<ImmutableArray<CheckResult>> CheckManyAsync(
        OrganizationId organization, ImmutableArray<Question> questions, CancellationToken cancellationToken = default);

    /// <summary>Everything the user may do in that organization, which is nothing for a disabled member; null when not a member.</summary>
    [AlwaysInterleave, Alias("GetEffectivePermissions")]
    ValueTask<EffectiveRights?> GetEffectivePermissionsAsync(OrganizationId organization, CancellationToken cancellationToken = default);

    /// <summary>
    /// The active membership that was last used, or else the first; or the one given, if it is active. Null when there is none.
    /// </summary>
    [AlwaysInterleave, Alias("FindOrganization")]
    ValueTask<OrganizationId?> FindOrganizationAsync(OrganizationId? organization, CancellationToken cancellationToken = default);
}

/// <summary>One thing that may be allowed or not.</summary>
/// <param name="Permission">Permission slug; null asks only for active membership.</param>
/// <param name="Resource">The object it is about, <c>type/id</c>; null for the whole organization.</param>
/// <param name="Session">The session asked in, which must be alive; null when none is part of the question.</param>
/// <param name="Token">The id of the access token asked with, which must not be revoked; null when none is part of the question.</param>
[GenerateSerializer, Immutable, Alias("authserve.Question")]
public sealed record Question(
    [property: Id(0)] string? Permission,
    [property: Id(1)] string? Resource = null,
    [property: Id(2)] SessionId? Session = null,
    [property: Id(3)] string? Token = null);

/// <summary>The answer to a check.</summary>
/// <param name="IsAllowed">Whether the user may.</param>
/// <param name="Revision">The organization's revision the answer is true for; 0 when the user is no member.</param>
/// <param name="Via">The slugs of the roles that grant it, sorted; empty when refused.</param>
/// <param name="Reason">Why not; null when allowed.</param>
[GenerateSerializer, Immutable, Alias("authserve.CheckResult")]
public sealed record CheckResult(
    [property: Id(0)] bool IsAllowed,
    [property: Id(1)] long Revision,
    [property: Id(2)] ImmutableArray<string> Via,
    [property: Id(3)] Refusal? Reason);

/// <summary>Why a check is refused.</summary>
[GenerateSerializer, Alias("authserve.Refusal")]
public enum Refusal
{
    /// <summary>A member whose roles do not grant it.</summary>
    NotGranted = 0,

    /// <summary>Not a member of the organization, or no such user.</summary>
    NotMember = 1,

    /// <summary>A member who is disabled.</summary>
    Disabled = 2,

    /// <summary>The session has ended, or the token is revoked.</summary>
    SessionEnded = 3,
}

/// <summary>What a user may do in an organization.</summary>
/// <param name="Revision">The organization's revision it is true for.</param>
/// <param name="Permissions">Sorted by slug.</param>
/// <param name="IsService">Whether the user is an OAuth client's account.</param>
[GenerateSerializer, Immutable, Alias("authserve.EffectiveRights")]
public sealed record EffectiveRights(
    [property: Id(0)] long Revision,
    [property: Id(1)] ImmutableArray<EffectiveRight> Permissions,
    [property: Id(2)] bool IsService = false);

/// <summary>One permission a user has.</summary>
/// <param name="Permission">Slug.</param>
/// <param name="Via">The roles that grant it, sorted.</param>
[GenerateSerializer, Immutable, Alias("authserve.EffectiveRight")]
public sealed record EffectiveRight([property: Id(0)] string Permission, [property: Id(1)] ImmutableArray<string> Via);

/// <summary>An account. Holds no secret.</summary>
/// <param name="User">Its id; of an OAuth client's account, the client's, too.</param>
/// <param name="Username">Normalised; empty for an OAuth client's account.</param>
/// <param name="PrimaryEmail">Normalised; empty for an OAuth client's account.</param>
/// <param name="DisplayName">Shown to people; null when there is none.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Memberships">Every one.</param>
/// <param name="IsService">Whether it is an OAuth client's account.</param>
/// <param name="IsEmailVerified">Whether the user has shown that mail to the address reaches them.</param>
[GenerateSerializer, Immutable, Alias("authserve.Account")]
public sealed record Account(
    [property: Id(0)] UserId User,
    [property: Id(1)] string Username,
    [property: Id(2)] string PrimaryEmail,
    [property: Id(3)] string? DisplayName,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] ImmutableArray<MembershipSummary> Memberships,
    [property: Id(6)] bool IsService = false,
    [property: Id(7)] bool IsEmailVerified = false);

/// <summary>One membership of an account.</summary>
/// <param name="Organization">Where.</param>
/// <param name="IsActive">False for a disabled member.</param>
/// <param name="Roles">Slugs of the roles, sorted; a role deleted since is left out.</param>
/// <param name="JoinedAt">UTC.</param>
[GenerateSerializer, Immutable, Alias("authserve.MembershipSummary")]
public sealed record MembershipSummary(
    [property: Id(0)] OrganizationId Organization,
    [property: Id(1)] bool IsActive,
    [property: Id(2)] ImmutableArray<string> Roles,
    [property: Id(3)] DateTimeOffset JoinedAt);
