using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Invitations;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.GrainInterfaces.Roles;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Clients;
using AuthServe.Grains.Idempotency;
using AuthServe.Grains.Invitations;
using AuthServe.Grains.Links;
using AuthServe.Grains.Permissions;
using AuthServe.Grains.Policies;
using AuthServe.Grains.Projections;
using AuthServe.Grains.Roles;
using AuthServe.Grains.Storage;
using AuthServe.Grains.Users;
using AuthServe.Permissions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace AuthServe.Grains.Organizations;

/// <summary>
/// The sequencer. A command is one turn: it checks the actor and the rules, commits the entry with this grain's row, and carries the
/// entry out before it answers (<c>OrganizationGrain.Sequencer.cs</c>). Commands and reads of each resource have a file of their own.
/// </summary>
[GrainType("organization")]
internal sealed partial class OrganizationGrain(
    [PersistentState("organization")] IPersistentState<OrganizationState> storage,
    ReplicaPublisher publisher,
    IProjections projections,
    DeletionTable deletions,
    LinkTokens links,
    IOptions<InvitationOptions> invitations,
    AnswerVault answers,
    TimeProvider time,
    ILogger<OrganizationGrain> logger)
    : CommittedGrain<OrganizationState>(storage), IOrganizationGrain, IOrganizationRoles, IOrganizationPermissions, IOrganizationMembers,
        IOrganizationClients, IOrganizationInvitations, IInvitationAcceptance, IMemberProfiles, ISequencer, IOrganizationManifest,
        IOrganizationDeletion, IIncomingGrainCallFilter
{
    private const int LoadedAtOnce = 64;
    private OrganizationView _view = OrganizationView.Empty;
    private Task _underWay = Task.CompletedTask;
    private long _settled;

    private Guid Id => this.GetPrimaryKey();

    private bool IsFounded => State.Revision > 0;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        if (State.Pending is not { } entry) return;

        _view = OrganizationView.Of(State.Revision, await LoadRolesAsync(entry));
        if (await projections.ContainsAsync(Id, entry.Revision)) await RemoveLostAsync(entry);
        else await CarryOutAsync(entry);
        _settled = State.Revision;
        if (!State.IsDeleted && await FindUpgradeAsync() is { } upgrade) await AppendAsync(upgrade);
    }

    public async Task<Outcome<Receipt>> FoundAsync(
        OrganizationProfile profile, NewMember owner, string? requestId = null, CancellationToken cancellationToken = default)
    {
        if (IsFounded) return new Receipt(State.Revision);
        if (State.IsAbandoned) return OrganizationFaults.UsernameTaken;
        if (await ConfirmNamesAsync(owner) is { } fault) return fault;

        var now = time.GetStorableNow();
        var stored = new ProfileState { Name = profile.Name, Domain = profile.Domain, Type = profile.Type, MfaRequired = profile.MfaRequired };
        var entry = Founding.Entry(Id, stored, owner, now) with { RequestId = requestId };
        return await AppendAsync(entry, State with { Profile = stored, CreatedAt = now }, made: null);
    }

    // Writing the row again changes its ETag, so that a write which an earlier activation may still have under way is refused.
    public Task SettleAsync(CancellationToken cancellationToken = default) => CommitAsync(State with { IsAbandoned = !IsFounded });

    // The entry is projected last, by which time every silo has acknowledged it.
    public async ValueTask<long> ReachAsync(long revision, CancellationToken cancellationToken = default)
    {
        if (_settled < revision && State.Revision >= revision) await _underWay;
        if (_settled < revision) await RequireNewestAsync();
        return _settled;
    }

    // A silo fills its replica from this, and may have joined after the last push: an activation that another one has overtaken must not
    // answer. Silos ask seldom.
    public async ValueTask<PolicySnapshot?> GetPolicyAsync(CancellationToken cancellationToken = default)
    {
        await RequireNewestAsync();
        return _view.Revision == 0 || State.IsDeleted ? null : _view.ToSnapshot();
    }

    // Founded by an earlier version, which knew fewer system permissions.
    private async Task<LogEntry?> FindUpgradeAsync()
    {
        var known = await CatalogueGrain().ListAsync(new(SystemPermissions.Service, null, null), null, OrganizationLimits.Permissions);
        return Upgrade.Entry(Id, State.Revision + 1, _view.Roles[SystemRoles.Owner], known.Items, time.GetStorableNow());
    }

    // The newest entry may not have reached its roles yet.
    private async Task<IEnumerable<RoleState>> LoadRolesAsync(LogEntry newest)
    {
        var roles = new List<RoleState>(newest.ChangedRoles);
        foreach (var batch in State.Roles.ExceptBy(newest.ChangedRoles.Select(role => role.Name), role => role.Name).Chunk(LoadedAtOnce))
        {
            roles.AddRange(await Task.WhenAll(batch.Select(LoadRoleAsync)));
        }

        return roles;
    }

    private async Task<RoleState> LoadRoleAsync(RoleVersion version) =>
        await RoleGrain(version.Name).FindAsync(version.Revision) is { } role && role.Revision == version.Revision
            ? role
            : throw new StateUnavailableException($"role {version.Name} of organization {Id}");

    private async Task<Fault?> ConfirmNamesAsync(NewMember member)
    {
        if (!await NameGrain(LoginName.UsernameKey(member.Username)).ConfirmAsync(member.User)) return OrganizationFaults.UsernameTaken;
        return await NameGrain(LoginName.EmailKey(member.PrimaryEmail)).ConfirmAsync(member.User) ? null : OrganizationFaults.EmailTaken;
    }

    private IRoleGrain RoleGrain(string role) => GrainFactory.GetGrain<IRoleGrain>(Id, role);

    private ICatalogueGrain CatalogueGrain() => GrainFactory.GetGrain<ICatalogueGrain>(Id);

    private IRegisteredClient ClientGrain(ClientId client) => GrainFactory.GetGrain<IRegisteredClient>(client.GrainKey);

    private IUserMemberships UserGrain(Guid user) => GrainFactory.GetGrain<IUserMemberships>(user);

    private ILoginNameGrain NameGrain(string key) => GrainFactory.GetGrain<ILoginNameGrain>(key);
}
