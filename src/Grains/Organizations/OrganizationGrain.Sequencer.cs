using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.Leases;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.Grains.Emails;
using AuthServe.Grains.Policies;
using AuthServe.Grains.Roles;
using AuthServe.Grains.Storage;
using AuthServe.Grains.Users;
using AuthServe.Permissions;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace AuthServe.Grains.Organizations;

/// <summary>How an entry is authorized, committed and carried out.</summary>
internal sealed partial class OrganizationGrain
{
    private const int AppliedAtOnce = 64;

    public async Task<SequencerHead> GetHeadAsync(CancellationToken cancellationToken = default)
    {
        await RequireNewestAsync();
        return new(State.Revision, State.Pending?.Hash, State.HashedFrom, [.. State.Owners]);
    }

    private async Task<Outcome<ActorRights>> AuthorizeAsync(Actor actor, PermissionName permission)
    {
        if (State.IsDeleted) return OrganizationFaults.Forbidden;
        if (await UserGrain(actor.User.Value).FindAsync(new(Id)) is not { Membership: { IsActive: true } membership }) return OrganizationFaults.Forbidden;

        var effective = _view.Policy.Compile(membership.Assignments.Select(assignment => assignment.ToEngine()));
        var rights = new ActorRights(State.Owners.Contains(actor.User.Value), effective, time.GetUtcNow());
        return rights.May(permission) ? rights : OrganizationFaults.Forbidden;
    }

    private LogEntry Entry(Actor? actor, string command, string target) => new()
    {
        Revision = State.Revision + 1,
        Actor = actor?.User.Value,
        Time = time.GetStorableNow(),
        RequestId = actor?.RequestId,
        Command = command,
        Target = target,
        Key = actor?.Key,
    };

    private Task<Outcome<Receipt>> AppendAsync(LogEntry entry) => AppendAsync(entry, State, made: null);

    /// <summary>Commits the entry, which is the point of no return, and carries it out.</summary>
    private async Task<Outcome<Receipt>> AppendAsync(LogEntry entry, OrganizationState basis, object? made)
    {
        // Not every entry has an actor whose rights are gone.
        if (State.IsDeleted) return OrganizationFaults.Forbidden;

        var chained = State.Chain(Id, WithAnswer(entry, made));
        var next = basis.After(chained);
        if (next.Owners.IsEmpty && !next.IsDeleted) return OrganizationFaults.LastOwner;

        _underWay = CommitAndCarryOutAsync(next, chained);
        await _underWay;
        return new Receipt(chained.Revision);
    }

    private async Task CommitAndCarryOutAsync(OrganizationState next, LogEntry entry)
    {
        await CommitAsync(next);
        await CarryOutAsync(entry);
    }

    /// <summary>
    /// Acknowledges a command that finds nothing to change. What it finds must be the newest there is, and stay so: a write that an earlier
    /// activation lost sight of must not arrive after the acknowledgement.
    /// </summary>
    private async Task<Receipt> AcknowledgeUnchangedAsync()
    {
        await FenceAsync();
        return new(State.Revision);
    }

    private async Task<Outcome<Receipt<T>>> AppendAsync<T>(LogEntry entry, T made) =>
        (await AppendAsync(entry, State, made)).Succeeded(out var receipt, out var fault) ? new Receipt<T>(made, receipt.Revision) : fault;

    /// <summary>
    /// Does what a committed entry says, in the order the promise rests on: gateways forget what it changes, then the grains that own the state,
    /// then every silo's replica, then the projection, whose row says that all is done. Every step may be repeated. An activation that fails here gives up; the
    /// next one begins with the same entry.
    /// </summary>
    private async Task CarryOutAsync(LogEntry entry)
    {
        try
        {
            if (entry.ToAnnounce(new(Id)) is { IsEmpty: false } change) await publisher.AnnounceAsync(change);
            var user = await ApplyAsync(entry);
            _view = _view.After(entry);

            await publisher.PublishAsync(new ReplicaUpdate(
                Id, entry.Revision, [.. entry.ChangedRoles.Select(role => role.ToGrant())], entry.RemovedRoles, entry.Member?.User,
                user?.Version ?? 0, entry.Client?.Client, entry.IsDeletion));
            await projections.WriteAsync(Id, entry);
            _settled = entry.Revision;
            if (user is { IsDeleted: true }) await RemoveLostAsync(entry);
            if (entry.IsDeletion) deletions.Wake();
        }
        catch (Exception exception)
        {
            LogUnfinished(exception, entry.Revision, Id);
            DeactivateOnIdle();
            throw;
        }
    }

    // A silo that dies may leave a write behind that arrives after another silo has read the row. Whoever is behind its row gives up, and is not the
    // next time.
    private async Task<MembershipApplied?> ApplyAsync(LogEntry entry)
    {
        try
        {
            return await ApplyOnceAsync(entry);
        }
        catch (InconsistentStateException exception)
        {
            LogOvertaken(exception, entry.Revision, Id);
            return await ApplyOnceAsync(entry);
        }
    }

    private async Task<MembershipApplied?> ApplyOnceAsync(LogEntry entry)
    {
        await ApplyToOthersAsync(entry);
        var user = entry.Member is { } member ? await ApplyToUserAsync(member, entry) : null;
        if (entry.Sessions is { } sessions) await Sessions(sessions.User).EndSessionsAsync([.. sessions.Ended.Select(id => new SessionId(id))]);
        return user;
    }

    private async Task ApplyToOthersAsync(LogEntry entry)
    {
        var owners = entry.ChangedRoles.Select(role => RoleGrain(role.Name).ApplyAsync(role, entry.Revision))
            .Concat(entry.RemovedRoles.Select(role => RoleGrain(role).ApplyAsync(null, entry.Revision)));
        if (entry.Catalogue is { } catalogue) owners = owners.Append(CatalogueGrain().ApplyAsync(catalogue, entry.Revision));
        if (entry.Client is { } client) owners = owners.Append(ClientGrain(new(client.Client)).ApplyAsync(client.State, entry.Revision));
        if (entry.Invitation is { } invitation)
            owners = owners.Append(InvitationGrain(invitation.Invitation).ApplyAsync(invitation.State, entry.Revision));
        // An import may change a thousand roles: not all of them at once ask for a connection to the database.
        foreach (var batch in owners.Chunk(AppliedAtOnce)) await Task.WhenAll(batch);
    }

    private async Task<MembershipApplied> ApplyToUserAsync(MemberEffect effect, LogEntry entry)
    {
        var applied = await UserGrain(effect.User).ApplyAsync(new(Id), effect, entry.Revision, entry.Time);
        if (effect.Profile.IsService) return applied;

        var user = new UserId(effect.User);
        if (effect.IsNewAccount && !applied.IsDeleted)
        {
            // The reservations were confirmed before the commit, and no one evicts them without settling this organization.
            await NameGrain(LoginName.UsernameKey(effect.Profile.Username)).BindAsync(user, new(Id));
            await NameGrain(LoginName.EmailKey(effect.Profile.PrimaryEmail)).BindAsync(user, new(Id));
        }

        if (applied.IsDeleted)
        {
            await GrainFactory.GetGrain<ICredentialsGrain>(effect.User).ClearAsync();
            await GrainFactory.GetGrain<IEmailVerification>(effect.User).ClearAsync();
        }

        if (applied.FreedNames.IsEmpty) return applied;

        await Task.WhenAll(applied.FreedNames.Select(name => NameGrain(name).ReleaseAsync(user)));
        await UserGrain(effect.User).ForgetNamesAsync(applied.FreedNames);
        return applied;
    }

    // The account may have gone with its last other membership while the entry that gives it this one was being committed.
    private async Task RemoveLostAsync(LogEntry entry)
    {
        if (entry.Member is not { Membership: { } membership } member || await UserGrain(member.User).FindAsync(new(Id)) is not null) return;
        await AppendAsync(Entry(null, "member.remove", member.User.ToString()) with
        {
            Before = AuditText.Of(member.Profile, membership),
            Member = member with { Membership = null },
        });
    }

    [LoggerMessage(2, LogLevel.Warning, "Revision {Revision} of organization {Organization} met an activation that was behind its row, and is carried out again.")]
    private partial void LogOvertaken(Exception exception, long revision, Guid organization);

    [LoggerMessage(1, LogLevel.Error, "Revision {Revision} of organization {Organization} is committed but not yet in effect everywhere.")]
    private partial void LogUnfinished(Exception exception, long revision, Guid organization);
}
