using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Leases;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Invitations;
using AuthServe.Grains.Policies;
using AuthServe.Grains.Projections;
using AuthServe.Grains.Users;
using AuthServe.Permissions;
using Microsoft.Extensions.Logging;

namespace AuthServe.Grains.Organizations;

/// <summary>
/// The end of an organization. One entry takes its roles, and with them every right, and is pushed to every silo as any other. What is left
/// then says nothing to anybody; it goes in batches, which may be repeated, until <see cref="DeletionTable"/> forgets the organization.
/// </summary>
internal sealed partial class OrganizationGrain
{
    private const int Batch = 64;

    // A turn must end before its caller gives up: so many members are gone when the command answers.
    private const int BatchesAtOnce = 4;

    private static readonly PermissionName OrganizationDelete = PermissionName.Parse("auth.organization.delete");

    public async Task<Outcome<Receipt>> DeleteAsync(Actor actor, string name, CancellationToken cancellationToken = default)
    {
        if (!(await AuthorizeAsync(actor, OrganizationDelete)).Succeeded(out _, out var refusal)) return refusal;
        if (RefusalToOverwriteProfile(actor) is { } stale) return stale;
        if (name != State.Profile.Name) return OrganizationFaults.NotConfirmed;

        var deleted = await AppendAsync(Entry(actor, "organization.delete", Id.ToString()) with
        {
            Before = AuditText.Of(State.Profile),
            RemovedRoles = [.. State.Roles.Select(role => role.Name)],
            IsDeletion = true,
        });
        await BeginPurgeAsync();
        return deleted;
    }

    public async Task<bool> PurgeAsync(CancellationToken cancellationToken = default)
    {
        if (!State.IsDeleted) return true;

        var accounts = await deletions.ListAccountsAsync(Id, Batch);
        await Task.WhenAll(accounts.Select(PurgeAsync));
        await deletions.RemoveAccountsAsync(Id, accounts);
        var invited = await deletions.ListInvitationsAsync(Id, Batch);
        await Task.WhenAll(invited.Select(PurgeInvitationAsync));
        await deletions.RemoveInvitationsAsync(Id, invited);
        if (accounts.Count + invited.Count > 0) return false;

        await CatalogueGrain().ClearAsync(State.Revision);
        await deletions.CompleteAsync(Id);
        return true;
    }

    // It is committed: whatever fails here is done by the sweep.
    private async Task BeginPurgeAsync()
    {
        try
        {
            for (var batch = 0; batch < BatchesAtOnce; batch++)
            {
                if (await PurgeAsync()) return;
            }
        }
        catch (Exception exception)
        {
            LogPurgeLeft(exception, Id);
        }
    }

    private async Task PurgeAsync(ListedAccount account)
    {
        var effect = new MemberEffect { User = account.Id, Profile = new() { IsService = account.IsClient } };
        await ApplyToUserAsync(effect, State.Pending!);
        if (!account.IsClient) return;

        var client = new ClientId(account.Id);
        await publisher.AnnounceAsync(Change.Of(client, State.Revision));
        await ClientGrain(client).ApplyAsync(null, State.Revision);
        await publisher.PublishAsync(ReplicaUpdate.OfDeleted(Id, State.Revision, account.Id));
    }

    private async Task PurgeInvitationAsync(Guid id)
    {
        if (await FindPendingAsync(id) is { } waiting)
            await InvitationGrain(id).ApplyAsync(waiting.Ended(InvitationStatus.Revoked), State.Revision);
    }

    [LoggerMessage(2, LogLevel.Warning, "Organization {Organization} is deleted; what is left of it goes later.")]
    private partial void LogPurgeLeft(Exception exception, Guid organization);
}
