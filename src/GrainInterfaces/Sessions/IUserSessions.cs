using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.Sessions;

/// <summary>
/// The sessions of one user, kept in the user's own record so that one look-up answers both "may they?" and "are they still signed in?".
/// Key: the user's id. What ends a session has ended it everywhere when it returns.
/// </summary>
[Alias("authserve.IUserSessions")]
public interface IUserSessions : IGrainWithGuidKey
{
    /// <summary>The sessions that are alive, the newest first.</summary>
    [AlwaysInterleave, Alias("List")]
    ValueTask<ImmutableArray<Session>> ListSessionsAsync(CancellationToken cancellationToken = default);

    /// <summary>One session, if it is alive and its user an active member of its organization, if it has one.</summary>
    [AlwaysInterleave, Alias("Find")]
    ValueTask<Session?> FindSessionAsync(SessionId session, CancellationToken cancellationToken = default);

    /// <summary>
    /// Begins a session of somebody who has proved who they are. Faults: <c>session.ended</c> when the password has been changed since it was
    /// checked, or the session of the browser it was allowed in has ended; <c>organization.not_member</c>. Of too many sessions, the oldest ends.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="browser">The session of the browser it was allowed in; null when in none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("Begin")]
    Task<Outcome<Session>> BeginSessionAsync(Session session, SessionId? browser = null, CancellationToken cancellationToken = default);

    /// <summary>Ends sessions; one that has ended already changes nothing.</summary>
    [Alias("End")]
    Task EndSessionsAsync(ImmutableArray<SessionId> sessions, CancellationToken cancellationToken = default);

    /// <summary>Ends every session, also one that begins while this is on its way. What they had allowed begins none after.</summary>
    [Alias("EndAll")]
    Task EndAllSessionsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends every session that was begun with an older password than the one given, except <paramref name="kept"/>, which goes on with it.
    /// </summary>
    [Alias("EndOlder")]
    Task EndOlderSessionsAsync(long passwordGeneration, SessionId? kept, CancellationToken cancellationToken = default);

    /// <summary>Refuses one access token from now until it runs out. Its session goes on.</summary>
    [Alias("RevokeToken")]
    Task RevokeTokenAsync(string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken = default);
}

/// <summary>
/// Identifies a session: of a browser at the hosted pages, or of a client that acts for a user, which is the grant of that name. The
/// <c>sid</c> of tokens (OpenID Connect Front-Channel Logout 1.0, section 3). A version 7 UUID.
/// </summary>
[GenerateSerializer, Immutable, Alias("authserve.SessionId")]
public readonly record struct SessionId([property: Id(0)] Guid Value)
{
    /// <summary>A fresh id, ordered by time.</summary>
    public static SessionId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <summary>Lower-case, with dashes.</summary>
    public override string ToString() => Value.ToString("D");
}

/// <summary>Somebody being signed in.</summary>
/// <param name="Id">The session.</param>
/// <param name="ClientId">The client it is with.</param>
/// <param name="Organization">The membership acted in; null for a browser at the hosted pages, which serves all of them.</param>
/// <param name="PasswordGeneration">The generation of the password it was begun with.</param>
/// <param name="AuthenticatedAt">When the user proved who they are (OpenID Connect Core 1.0, section 2, <c>auth_time</c>).</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
/// <param name="Agent">What the client said of itself (RFC 9110, section 10.1.5), shortened; null when it said nothing.</param>
[GenerateSerializer, Immutable, Alias("authserve.Session")]
public sealed record Session(
    [property: Id(0)] SessionId Id,
    [property: Id(1)] string ClientId,
    [property: Id(2)] OrganizationId? Organization,
    [property: Id(3)] long PasswordGeneration,
    [property: Id(4)] DateTimeOffset AuthenticatedAt,
    [property: Id(5)] DateTimeOffset StartedAt,
    [property: Id(6)] DateTimeOffset ExpiresAt,
    [property: Id(7)] string? Agent);
