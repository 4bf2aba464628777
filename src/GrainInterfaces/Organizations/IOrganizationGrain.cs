using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.GrainInterfaces.Users;
using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.Organizations;

/// <summary>
/// An organization (tenant) and the sequencer of its log: every change of who may do what in it is one entry, made in one turn here.
/// Key: the organization's id. The same grain implements <c>IOrganizationRoles</c>, <c>IOrganizationPermissions</c>,
/// <c>IOrganizationClients</c> and <see cref="IOrganizationMembers"/>; each command checks its actor live.
/// </summary>
[Alias("authserve.IOrganizationGrain")]
public interface IOrganizationGrain : IGrainWithGuidKey
{
    /// <summary>
    /// Commits a new organization with its first owner, whose names are reserved and whose credentials are set. Faults:
    /// <c>user.username_taken</c>, <c>user.email_taken</c> when a reservation was lost.
    /// </summary>
    /// <param name="profile">What it says of itself.</param>
    /// <param name="owner">Who founds it.</param>
    /// <param name="requestId">As an <see cref="Actor"/> has it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    [Alias("Found")]
    Task<Outcome<Receipt>> FoundAsync(
        OrganizationProfile profile, NewMember owner, string? requestId = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Finishes whatever a crash left unfinished. When it returns, no earlier command is under way: a name still reserved by this
    /// organization belongs to a command that did not commit.
    /// </summary>
    [Alias("Settle")]
    Task SettleAsync(CancellationToken cancellationToken = default);

    /// <summary>The organization; null when there is none, or none any more.</summary>
    [AlwaysInterleave, Alias("Find")]
    ValueTask<Organization?> FindAsync(CancellationToken cancellationToken = default);

    /// <summary>Changes what it says of itself. Faults: <c>actor.forbidden</c>, <c>precondition.failed</c>.</summary>
    [Alias("Update")]
    Task<Outcome<Receipt<Organization>>> UpdateAsync(Actor actor, UpdateOrganization command, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes it. When this returns, nobody has a right in it, on any silo, and of a small one everything is gone but its log. What is left
    /// of a large one goes in the background. Faults: <c>actor.forbidden</c>, <c>precondition.failed</c>,
    /// <c>organization.not_confirmed</c> when the name is not its own.
    /// </summary>
    [Alias("Delete")]
    Task<Outcome<Receipt>> DeleteAsync(Actor actor, string name, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends a session of a member because a credential of it was used again after it was used up, and says so in the log.
    /// </summary>
    [Alias("EndReplayedSession")]
    Task EndReplayedSessionAsync(UserId user, SessionId session, CancellationToken cancellationToken = default);

    /// <summary>
    /// The newest revision in effect everywhere: no silo answers by an older one, and listings have it. At least the one given, unless the
    /// organization has not come that far: a change under way is waited for.
    /// </summary>
    [AlwaysInterleave, Alias("Reach")]
    ValueTask<long> ReachAsync(long revision, CancellationToken cancellationToken = default);

    /// <summary>The committed policy, for a silo's replica; null when there is no such organization.</summary>
    [AlwaysInterleave, Alias("GetPolicy")]
    ValueTask<PolicySnapshot?> GetPolicyAsync(CancellationToken cancellationToken = default);
}

/// <summary>An organization as it is now.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Profile">What it says of itself.</param>
/// <param name="CreatedAt">When it was founded.</param>
[GenerateSerializer, Immutable, Alias("authserve.Organization")]
public sealed record Organization(
    [property: Id(0)] OrganizationId Id,
    [property: Id(1)] OrganizationProfile Profile,
    [property: Id(2)] DateTimeOffset CreatedAt);

/// <summary>Asks to change an organization. Null leaves a member as it is.</summary>
/// <param name="Name">Shown to people.</param>
/// <param name="Domain">Its DNS domain, lower case; empty for none.</param>
/// <param name="Type"><c>enterprise</c> or <c>teams</c>.</param>
/// <param name="MfaRequired">Whether members must sign in with a second factor.</param>
[GenerateSerializer, Immutable, Alias("authserve.UpdateOrganization")]
public sealed record UpdateOrganization(
    [property: Id(0)] string? Name,
    [property: Id(1)] string? Domain,
    [property: Id(2)] string? Type,
    [property: Id(3)] bool? MfaRequired);

/// <summary>What an organization says of itself.</summary>
/// <param name="Name">Shown to people.</param>
/// <param name="Domain">Its DNS domain, lower case; null when it has none.</param>
/// <param name="Type"><c>enterprise</c> or <c>teams</c>.</param>
/// <param name="MfaRequired">Whether members must sign in with a second factor.</param>
[GenerateSerializer, Immutable, Alias("authserve.OrganizationProfile")]
public sealed record OrganizationProfile(
    [property: Id(0)] string Name,
    [property: Id(1)] string? Domain,
    [property: Id(2)] string Type,
    [property: Id(3)] bool MfaRequired);
