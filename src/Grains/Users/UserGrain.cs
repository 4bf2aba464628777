using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Leases;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Leases;
using AuthServe.Grains.Policies;
using AuthServe.Grains.Storage;
using AuthServe.Permissions;
using Orleans.Runtime;

namespace AuthServe.Grains.Users;

/// <summary>
/// A check reads three things that are all in memory: how far behind a push says this activation may be (<see cref="ActivationFloor"/>), the
/// silo's replica of the organization's policy, and the committed membership. In that order: the replica's revision then never promises
/// more than the membership read after it contains, because a change reaches the user before it is pushed.
/// </summary>
[GrainType("user")]
internal sealed partial class UserGrain(
    [PersistentState("user")] IPersistentState<UserState> storage,
    PolicyReplica policies,
    UserFloors floors,
    ReplicaPublisher publisher,
    DoubtfulWrites doubts,
    TimeProvider time)
    : CommittedGrain<UserState>(storage), IUserGrain, IUserCopies, IUserSessions, IUserMemberships, IUserProfile
{
    private static readonly TimeSpan PolicyPatience = TimeSpan.FromSeconds(8);
    private readonly Dictionary<Guid, CompiledMembership> _compiled = [];
    private readonly long _created = time.GetTimestamp();
    private ActivationFloor _floor = null!;
    private Task _settling = Task.CompletedTask;
    private Task _reading = Task.CompletedTask;

    /// <summary>While the database is away it answers what it has; and it has nothing to do first.</summary>
    protected override bool OutlivesFailures => true;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        _floor = floors.Acquire(this.GetPrimaryKey(), _created);
        try
        {
            await CatchUpAsync();
            AnnounceAgain();
        }
        catch
        {
            // An activation that fails is not deactivated.
            floors.Release(_floor);
            throw;
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        floors.Release(_floor);
        return Task.CompletedTask;
    }

    public async ValueTask<Account?> GetAccountAsync(CancellationToken cancellationToken = default)
    {
        await CatchUpAsync();
        var state = State;
        if (state.Profile is not { } profile) return null;

        var memberships = ImmutableArray.CreateBuilder<MembershipSummary>(state.Memberships.Count);
        foreach (var (organization, membership) in state.Memberships)
        {
            // A membership goes a little later than an organization that is deleted.
            if (await FindPolicyAsync(organization) is not { } replica) continue;
            var roles = membership.Assignments
                .Where(assignment => assignment.IsLiveIn(replica.Policy))
                .Select(assignment => assignment.Role)
                .Order(StringComparer.Ordinal);
            memberships.Add(new(new(organization), membership.IsActive, [.. roles], membership.JoinedAt));
        }

        return new(new(this.GetPrimaryKey()), profile.Username, profile.PrimaryEmail, profile.DisplayName, state.CreatedAt,
            memberships.ToImmutable(), profile.IsService, profile.IsEmailVerified);
    }

    public async ValueTask<CheckResult> CheckAsync(
        OrganizationId organization, Question question, CancellationToken cancellationToken = default)
    {
        var standing = await StandAsync(organization.Value);
        var isOver = (question.Session is { } session && !await IsAliveAsync(session.Value)) || IsRevoked(question.Token);
        return isOver && standing.Refusal is null
            ? new(false, standing.Revision, [], Refusal.SessionEnded)
            : Answer(standing, question);
    }

    public async ValueTask<ImmutableArray<CheckResult>> CheckManyAsync(
        OrganizationId organization, ImmutableArray<Question> questions, CancellationToken cancellationToken = default)
    {
        var standing = await StandAsync(organization.Value);
        return ImmutableArray.CreateRange(questions, question => Answer(standing, question));
    }

    public async ValueTask<MemberCopy?> CopyAsync(OrganizationId organization, CancellationToken cancellationToken = default)
    {
        var standing = await StandAsync(organization.Value);
        // Who keeps a copy is not told when the row has been read.
        if (IsInDoubt) return null;

        // It may have come further since. That is no harm: the revision promises less than there is.
        var state = State;
        if (standing.Refusal is not null || !state.Memberships.TryGetValue(organization.Value, out var membership) || !membership.IsActive) return null;

        var sessions = state.Sessions.Where(session => session.Value.Organization == organization.Value);
        return new(
            state.Version,
            standing.Revision,
            [.. membership.Assignments.Select(role => new HeldRole(role.Role, role.Incarnation, role.Resource, role.ExpiresAt))],
            [.. sessions.Select(session => new LiveSession(new(session.Key), session.Value.ExpiresAt))],
            [.. state.RevokedTokens.Keys]);
    }

    public async ValueTask<EffectiveRights?> GetEffectivePermissionsAsync(
        OrganizationId organization, CancellationToken cancellationToken = default)
    {
        var standing = await StandAsync(organization.Value);
        if (standing.Refusal is Refusal.NotMember) return null;
        var rights = standing.Rights.Explain(time.GetUtcNow()).Select(right => new EffectiveRight(right.Permission.Value, right.Via));
        return new(standing.Revision, [.. rights], State.Profile is { IsService: true });
    }

    public async ValueTask<OrganizationId?> FindOrganizationAsync(
        OrganizationId? organization, CancellationToken cancellationToken = default)
    {
        await CatchUpAsync();
        var found = State.Memberships
            .Where(membership => membership.Value.IsActive && (organization is null || membership.Key == organization.Value.Value))
            .OrderByDescending(membership => membership.Key == State.LastOrganization)
            .ThenBy(membership => membership.Value.JoinedAt)
            .Select(membership => membership.Key)
            .ToArray();
        foreach (var id in found)
        {
            if (await FindPolicyAsync(id) is not null) return new OrganizationId(id);
        }

        return null;
    }

    public async ValueTask<MemberState?> FindAsync(OrganizationId organization, CancellationToken cancellationToken = default)
    {
        await CatchUpAsync();
        return State.Profile is { } profile && State.Memberships.TryGetValue(organization.Value, out var membership)
            ? new(profile, membership, State.Unannounced.GetValueOrDefault(organization.Value))
            : null;
    }

    public async Task<MembershipApplied> ApplyAsync(
        OrganizationId organization, MemberEffect effect, long revision, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        await ChangeRightsAsync(state =>
            state.Contains(organization.Value, revision) ? state : state.After(organization.Value, effect, revision, time));
        return new(State.Version, State.Profile is null, State.FreedNames);
    }

    public Task ForgetNamesAsync(ImmutableArray<string> names, CancellationToken cancellationToken = default) =>
        ChangeAsync(state => state.FreedNames.Any(names.Contains)
            ? state with { FreedNames = [.. state.FreedNames.Except(names)] }
            : state);

    // This activation answers by the change as soon as it is written: no gateway answers by what was before any more then.
    private Task ChangeRightsAsync(Func<UserState, UserState> change) =>
        ChangeAsync(change, next => publisher.AnnounceAsync(Change.Of(new UserId(this.GetPrimaryKey()), next.Version)));

    // An organization that becomes active may have a change of this user to bring first, to the next activation when this one is asked to end: which
    // does not begin before all calls of this one have ended.
    private ValueTask<PolicyReplica.Copy?> FindPolicyAsync(Guid organization)
    {
        var found = policies.GetAsync(organization);
        return found.IsCompleted ? found : new(found.AsTask().WaitAsync(PolicyPatience, time));
    }

    // The activation is behind when another one of the same user wrote, which the directory does not rule out.
    private ValueTask CatchUpAsync() => State.Version >= _floor.Version && !IsInDoubt ? ValueTask.CompletedTask : new(ReadAgainAsync());

    private async Task ReadAgainAsync()
    {
        if (IsInDoubt)
        {
            // One read, however many ask, and however often.
            if (_settling.IsCompleted) _settling = doubts.SettleAsync(() => _reading.IsCompleted ? _reading = RefreshAsync(() => false) : _reading);
            await _settling;
        }

        if (State.Version < _floor.Version) await RefreshAsync(() => State.Version < _floor.Version);
        if (State.Version < _floor.Version) throw new StateUnavailableException($"user {this.GetPrimaryKey()}");
    }

    private async ValueTask<Standing> StandAsync(Guid organization)
    {
        PolicyReplica.Copy? replica;
        while (true)
        {
            await CatchUpAsync();
            replica = policies.TryGet(organization);
            if (replica is null && State.Memberships.ContainsKey(organization))
            {
                if (await FindPolicyAsync(organization) is null) return Standing.NoMember;
            }
            else if (State.Version >= _floor.Version)
            {
                break;
            }
        }

        // Policy and membership are read without a wait between. Else a right could be seen in which the one is from before a change and the
        // other from after a later one, and which nobody ever had.
        if (replica is null || !State.Memberships.TryGetValue(organization, out var membership)) return Standing.NoMember;
        if (!membership.IsActive) return new(replica.Revision, EffectivePermissions.Empty, Refusal.Disabled);

        if (!_compiled.TryGetValue(organization, out var compiled) || !compiled.IsOf(replica.Policy, membership))
        {
            compiled = new(replica.Policy, membership, replica.Policy.Compile(membership.Assignments.Select(assignment => assignment.ToEngine())));
            _compiled[organization] = compiled;
        }

        return new(replica.Revision, compiled.Rights, null);
    }

    private CheckResult Answer(Standing standing, Question question)
    {
        if (standing.Refusal is { } refusal) return new(false, standing.Revision, [], refusal);
        if (question.Permission is null) return new(true, standing.Revision, [], null);
        if (!PermissionName.TryParse(question.Permission, out var permission)) return new(false, standing.Revision, [], Refusal.NotGranted);

        var decision = standing.Rights.Check(permission, question.Resource, time.GetUtcNow());
        return new(decision.Allowed, standing.Revision, decision.Via, decision.Allowed ? null : Refusal.NotGranted);
    }

    private readonly record struct Standing(long Revision, EffectivePermissions Rights, Refusal? Refusal)
    {
        public static readonly Standing NoMember = new(0, EffectivePermissions.Empty, GrainInterfaces.Users.Refusal.NotMember);
    }

    private sealed record CompiledMembership(OrganizationPolicy Policy, MembershipState Membership, EffectivePermissions Rights)
    {
        public bool IsOf(OrganizationPolicy policy, MembershipState membership) =>
            ReferenceEquals(Policy, policy) && ReferenceEquals(Membership, membership);
    }
}
