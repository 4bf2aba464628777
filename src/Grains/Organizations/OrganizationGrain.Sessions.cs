using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.Grains.Sessions;

namespace AuthServe.Grains.Organizations;

/// <summary>The sessions that members have in the organization.</summary>
internal sealed partial class OrganizationGrain
{
    public async ValueTask<Outcome<Page<Session>>> ListMemberSessionsAsync(UserId user, CancellationToken cancellationToken = default) =>
        await UserGrain(user.Value).FindAsync(new(Id)) is null
            ? OrganizationFaults.UserNotFound
            : new Page<Session>(await SessionsOfAsync(user), null);

    public async Task<Outcome<Receipt>> EndMemberSessionsAsync(
        Actor actor, UserId user, SessionId? session, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, UserWrite)).Succeeded(out var rights, out var refusal)) return refusal;
        if (await UserGrain(user.Value).FindAsync(new(Id)) is not { } member) return OrganizationFaults.UserNotFound;
        if (rights.RefusalToTouchOwner(IsOwner(member)) is { } fault) return fault;

        var ended = (await SessionsOfAsync(user)).Where(found => session is null || found.Id == session).Select(found => found.Id.Value);
        var effect = new SessionsEffect { User = user.Value, Ended = [.. ended] };
        if (session is not null && effect.Ended.IsEmpty) return SessionFaults.NotFound;
        return await AppendAsync(Entry(actor, "member.end_sessions", user.ToString()) with { Sessions = effect });
    }

    public async Task EndReplayedSessionAsync(UserId user, SessionId session, CancellationToken cancellationToken = default)
    {
        if (!IsFounded) return;
        await AppendAsync(Entry(null, "session.end_replayed", user.ToString()) with
        {
            Sessions = new() { User = user.Value, Ended = [session.Value] },
        });
    }

    private async Task<ImmutableArray<Session>> SessionsOfAsync(UserId user) =>
        (await Sessions(user.Value).ListSessionsAsync()).RemoveAll(session => session.Organization != new OrganizationId(Id));

    private IUserSessions Sessions(Guid user) => GrainFactory.GetGrain<IUserSessions>(user);
}
