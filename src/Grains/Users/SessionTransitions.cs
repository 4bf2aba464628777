using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Sessions;

namespace AuthServe.Grains.Users;

/// <summary>What beginning and ending sessions makes of a user: values in, values out. Each answers the same object when nothing changes.</summary>
internal static class SessionTransitions
{
    /// <summary>
    /// How many sessions a user has at most with one client, browsers at the hosted pages counted apart: the oldest gives way, so that one
    /// client that begins ever new ones ends its own.
    /// </summary>
    public const int MaxSessionsOfAClient = 50;

    /// <summary>How many sessions a user has at most.</summary>
    public const int MaxSessions = 200;

    // No access token lives longer, so nothing revoked needs to be remembered longer; nor can more be revoked one by one.
    private const int MaxRevokedTokens = 1_000;

    /// <summary>The user with one more session. Those that have run out, and those begun with an older password, go.</summary>
    public static UserState With(this UserState state, Session session, DateTimeOffset now)
    {
        var kept = state.Sessions
            .Where(other => other.Value.ExpiresAt > now && other.Value.PasswordGeneration >= session.PasswordGeneration)
            .Append(new(session.Id.Value, session.ToState()))
            .OrderByDescending(other => other.Value.StartedAt)
            .GroupBy(other => (other.Value.ClientId, IsBrowser: other.Value.Organization is null))
            .SelectMany(ofClient => ofClient.Take(MaxSessionsOfAClient))
            .OrderByDescending(other => other.Value.StartedAt)
            .Take(MaxSessions);
        return state with
        {
            Version = state.Version + 1,
            Sessions = kept.ToImmutableSortedDictionary(),
            PasswordGeneration = session.PasswordGeneration,
            LastOrganization = session.Organization?.Value ?? state.LastOrganization,
        };
    }

    /// <summary>The user without these sessions.</summary>
    public static UserState Without(this UserState state, IEnumerable<Guid> sessions)
    {
        var left = state.Sessions.RemoveRange(sessions);
        return left.Count == state.Sessions.Count ? state : state with { Version = state.Version + 1, Sessions = left };
    }

    /// <summary>The user with a new password: every session ends but the one kept, which goes on with it.</summary>
    public static UserState WithPassword(this UserState state, long generation, Guid? kept)
    {
        if (generation <= state.PasswordGeneration) return state;
        var left = state.Sessions
            .Where(session => session.Key == kept || session.Value.PasswordGeneration >= generation)
            .ToImmutableSortedDictionary(session => session.Key, session => session.Value with { PasswordGeneration = generation });
        return state with { Version = state.Version + 1, Sessions = left, PasswordGeneration = generation };
    }

    /// <summary>The user with one access token refused. Of too many, the ones that run out first are forgotten.</summary>
    public static UserState WithRevoked(this UserState state, string token, DateTimeOffset expiresAt, DateTimeOffset now)
    {
        if (state.RevokedTokens.ContainsKey(token)) return state;
        var kept = state.RevokedTokens
            .Where(other => other.Value > now)
            .OrderByDescending(other => other.Value)
            .Take(MaxRevokedTokens - 1)
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
        return state with { Version = state.Version + 1, RevokedTokens = kept.SetItem(token, expiresAt) };
    }

    public static Session ToContract(this SessionState session, Guid id) => new(
        new(id), session.ClientId, session.Organization is { } organization ? new(organization) : null, session.PasswordGeneration,
        session.AuthenticatedAt, session.StartedAt, session.ExpiresAt, session.Agent);

    private static SessionState ToState(this Session session) => new()
    {
        ClientId = session.ClientId,
        Organization = session.Organization?.Value,
        PasswordGeneration = session.PasswordGeneration,
        AuthenticatedAt = session.AuthenticatedAt,
        StartedAt = session.StartedAt,
        ExpiresAt = session.ExpiresAt,
        Agent = session.Agent,
    };
}
