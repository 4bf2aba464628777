using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.SignIns;

/// <summary>
/// How a user's password was tried. Key: the user's id. Any silo answers. What happened within the last second may not be listed yet, and
/// what a silo had not written when it was killed never is: a sign-in waits for no note of it.
/// </summary>
[Alias("authserve.ISignInsGrain")]
public interface ISignInsGrain : IGrainWithGuidKey
{
    /// <summary>Everything, for the user themselves: the newest first, older than <paramref name="before"/>.</summary>
    [AlwaysInterleave, Alias("List")]
    ValueTask<Page<SignInEvent>> ListAsync(Guid? before, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// What is an organization's business, since the user joined it: what was meant for it, and that there were failures and lockouts, but
    /// not where. Fault: <c>user.not_found</c>, for who is no member.
    /// </summary>
    [AlwaysInterleave, Alias("ListFor")]
    ValueTask<Outcome<Page<SignInEvent>>> ListForAsync(
        OrganizationId organization, Guid? before, int limit, CancellationToken cancellationToken = default);
}

/// <summary>One time that a user's password was tried.</summary>
/// <param name="Id">Ordered by time.</param>
/// <param name="Time">UTC.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="Place">Where; null when that is not the asker's business.</param>
[GenerateSerializer, Immutable, Alias("authserve.SignInEvent")]
public sealed record SignInEvent(
    [property: Id(0)] Guid Id,
    [property: Id(1)] DateTimeOffset Time,
    [property: Id(2)] SignInOutcome Outcome,
    [property: Id(3)] SignInPlace? Place);

/// <summary>Where a password is tried.</summary>
/// <param name="Client">The client that the user is to be signed in at; null for a hosted page that was opened for none.</param>
/// <param name="Organization">
/// The one it is meant for: that which was asked for, or the client's at a hosted page, which serves all the organizations of a user. Null
/// when that is not known.
/// </param>
/// <param name="Agent">What the browser or program said of itself.</param>
[GenerateSerializer, Immutable, Alias("authserve.SignInPlace")]
public sealed record SignInPlace(
    [property: Id(0)] string? Client,
    [property: Id(1)] OrganizationId? Organization,
    [property: Id(2)] string? Agent);

/// <summary>How it went when a password was tried.</summary>
[GenerateSerializer, Alias("authserve.SignInOutcome")]
public enum SignInOutcome
{
    /// <summary>The user is signed in.</summary>
    Succeeded = 0,

    /// <summary>The password was wrong.</summary>
    Failed = 1,

    /// <summary>The password was wrong once too often: none is tried for a while.</summary>
    LockedOut = 2,

    /// <summary>The password was right, but the user is no active member there, or holds nothing of what was asked for.</summary>
    Refused = 3,
}
