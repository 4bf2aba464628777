using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Credentials;
using AuthServe.Grains.Policies;
using AuthServe.Grains.Sessions;

namespace AuthServe.Grains.Users;

/// <summary>
/// The sessions of the user. What is alive is listed, so a session is over when it is not there; that it is not there any more is pushed
/// to every silo before whoever ended it hears of it, as any other change of a user is.
/// </summary>
internal sealed partial class UserGrain
{
    private const int RememberedEnds = 1_000;

    // Sessions that the row, read again for them, did not have: an id never comes back.
    private readonly HashSet<Guid> _ended = [];

    public async ValueTask<ImmutableArray<Session>> ListSessionsAsync(CancellationToken cancellationToken = default)
    {
        await CatchUpAsync();
        var now = time.GetUtcNow();
        return [.. State.Sessions
            .Where(session => session.Value.ExpiresAt > now)
            .OrderByDescending(session => session.Value.StartedAt)
            .Select(session => session.Value.ToContract(session.Key))];
    }

    public async ValueTask<Session?> FindSessionAsync(SessionId session, CancellationToken cancellationToken = default)
    {
        await CatchUpAsync();
        if (!await IsAliveAsync(session.Value)) return null;
        return State.Sessions.TryGetValue(session.Value, out var found) && IsMember(found.Organization) ? found.ToContract(session.Value) : null;
    }

    public async Task<Outcome<Session>> BeginSessionAsync(
        Session session, SessionId? browser = null, CancellationToken cancellationToken = default)
    {
        await CatchUpAsync();
        if (browser is { } allowing) await IsAliveAsync(allowing.Value);

        // Asked of the state that the session goes into: a read may bring a newer one while the write waits.
        var before = State;
        Fault? refusal = null;
        await ChangeAsync(state =>
        {
            before = state;
            refusal = RefusalOf(session, browser);
            return refusal is null ? state.With(session, time.GetUtcNow()) : state;
        });
        if (refusal is not null) return refusal;
        if (!before.Sessions.Keys.All(State.Sessions.ContainsKey)) await PublishAsync();
        return session;
    }

    public Task EndSessionsAsync(ImmutableArray<SessionId> sessions, CancellationToken cancellationToken = default) =>
        EndAsync(state => state.Without(sessions.Select(session => session.Value)));

    public Task EndAllSessionsAsync(CancellationToken cancellationToken = default) => EndAsync(state => state.Without(state.Sessions.Keys));

    public Task EndOlderSessionsAsync(long passwordGeneration, SessionId? kept, CancellationToken cancellationToken = default) =>
        EndAsync(state => state.WithPassword(passwordGeneration, kept?.Value));

    public Task RevokeTokenAsync(string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        EndAsync(state => state.WithRevoked(tokenId, expiresAt, time.GetUtcNow()));

    private Fault? RefusalOf(Session session, SessionId? browser)
    {
        if (session.PasswordGeneration < State.PasswordGeneration) return SessionFaults.Ended;
        if (!IsMember(session.Organization?.Value)) return SignInFaults.NotMember;

        // Who has signed out since, here or everywhere, is not signed in again by what they allowed before.
        return browser is { } allowing && !IsAlive(allowing.Value) ? SessionFaults.Ended : null;
    }

    // What ended before is pushed again: whoever asked for it first may not have heard that it is over everywhere.
    private async Task EndAsync(Func<UserState, UserState> end)
    {
        var ended = false;
        await ChangeRightsAsync(state =>
        {
            var next = end(state);
            ended = !ReferenceEquals(next, state);
            return next;
        });
        if (!ended) await FenceAsync();
        await PublishAsync();
    }

    private Task PublishAsync() => publisher.PublishAsync(ReplicaUpdate.Of(this.GetPrimaryKey(), State.Version));

    private bool IsMember(Guid? organization) => organization is { } id
        ? State.Memberships.TryGetValue(id, out var membership) && membership.IsActive
        : State.Memberships.Values.Any(membership => membership.IsActive);

    private bool IsAlive(Guid session) => State.Sessions.TryGetValue(session, out var found) && found.ExpiresAt > time.GetUtcNow();

    // A session that another activation began is in the row, and not here.
    private async ValueTask<bool> IsAliveAsync(Guid session)
    {
        if (IsAlive(session)) return true;
        if (State.Sessions.ContainsKey(session) || _ended.Contains(session)) return false;

        await RefreshAsync(() => !State.Sessions.ContainsKey(session));
        if (IsAlive(session)) return true;
        if (_ended.Count >= RememberedEnds) _ended.Clear();
        _ended.Add(session);
        return false;
    }

    private bool IsRevoked(string? token) => token is not null && State.RevokedTokens.ContainsKey(token);
}
