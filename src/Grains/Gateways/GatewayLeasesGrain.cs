using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Leases;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.Grains.Clients;
using AuthServe.Grains.Policies;
using AuthServe.Grains.Users;
using AuthServe.Permissions;
using Orleans.Concurrency;

namespace AuthServe.Grains.Gateways;

/// <summary>Speaks to gateways for the silo that it is on.</summary>
[StatelessWorker, GrainType("gateway-leases")]
internal sealed class GatewayLeasesGrain(GatewayLeases leases, PolicyReplica policies, TimeProvider time)
    : Grain, IGatewayLeases
{
    /// <summary>
    /// In all roles of an organization together. To send more whenever one changes, and to keep it for thousands of organizations, would cost a gateway
    /// more than it spares.
    /// </summary>
    internal const int MostPermissions = 5_000;

    /// <summary>Letters of all addresses, scopes and keys of a client together: most have a few hundred, and a gateway keeps thousands of clients.</summary>
    internal const int MostLetters = 8_192;

    public ValueTask<GatewayLease> RenewAsync(IChangeObserver observer, Guid? held, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(leases.Renew(observer, held));

    public Task EndAsync(Guid lease, CancellationToken cancellationToken = default)
    {
        leases.End(lease);
        return Task.CompletedTask;
    }

    // The user may be on a silo that has yet to hear of a change that this one has told gateways of, before this lease began perhaps.
    public async ValueTask<MemberCopy?> GetMemberAsync(
        Guid lease, UserId user, OrganizationId organization, CancellationToken cancellationToken = default)
    {
        var asked = time.GetTimestamp();
        var found = await GrainFactory.GetGrain<IUserCopies>(user.Value).CopyAsync(organization, cancellationToken);
        return found is not null && IsRecent(asked) && leases.Allows(lease, user, found.Version) ? found : null;
    }

    public async ValueTask<PolicySnapshot?> GetPolicyAsync(Guid lease, OrganizationId organization, CancellationToken cancellationToken = default)
    {
        var asked = time.GetTimestamp();
        var found = await policies.GetAsync(organization.Value);
        return found is not null && IsSmall(found.Policy) && IsRecent(asked) && leases.Allows(lease, organization, found.Policy.Revision)
            ? new(found.Policy.Revision, [.. found.Policy.Roles.Select(role => role.ToGrant())])
            : null;
    }

    public async ValueTask<ClientCopy?> GetClientAsync(Guid lease, ClientId client, CancellationToken cancellationToken = default)
    {
        var asked = time.GetTimestamp();
        var found = await GrainFactory.GetGrain<IRegisteredClient>(client.GrainKey).FindStateAsync(cancellationToken);
        return found is not null && IsSmall(found) && IsRecent(asked) && leases.Allows(lease, client, found.Revision) ? new(found.Revision, found.ToContract(client)) : null;
    }

    internal static bool IsSmall(OrganizationPolicy policy) => policy.Roles.Sum(role => role.Permissions.Count) <= MostPermissions;

    internal static bool IsSmall(ClientState client) =>
        client.RedirectUris.Concat(client.PostLogoutRedirectUris).Concat(client.Scopes ?? []).Sum(text => text.Length) + (client.Jwks?.Length ?? 0) <= MostLetters;

    // A process that stood still for long may have forgotten a change that what it read is from before.
    private bool IsRecent(long asked) => time.GetElapsedTime(asked) < ChangeFloors.LongestRead;
}
