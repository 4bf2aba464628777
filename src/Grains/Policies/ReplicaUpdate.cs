using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Leases;
using AuthServe.GrainInterfaces.Organizations;

namespace AuthServe.Grains.Policies;

/// <summary>One committed change on its way to every silo.</summary>
/// <param name="Organization">Whose log; the nil UUID for a change of the user alone.</param>
/// <param name="Revision">The change.</param>
/// <param name="Changed">Roles made or changed by it.</param>
/// <param name="Removed">Slugs of roles deleted by it.</param>
/// <param name="User">The user changed by it; null when none was.</param>
/// <param name="UserVersion">The version of the user's row that contains it.</param>
/// <param name="Client">The OAuth client changed by it; null when none was.</param>
/// <param name="IsDeletion">Whether the organization is gone with it.</param>
[GenerateSerializer, Immutable, Alias("authserve.internal.ReplicaUpdate")]
internal sealed record ReplicaUpdate(
    [property: Id(0)] Guid Organization,
    [property: Id(1)] long Revision,
    [property: Id(2)] ImmutableArray<RoleGrant> Changed,
    [property: Id(3)] ImmutableArray<string> Removed,
    [property: Id(4)] Guid? User,
    [property: Id(5)] long UserVersion,
    [property: Id(6)] Guid? Client = null,
    [property: Id(7)] bool IsDeletion = false)
{
    /// <summary>A change of a user alone, which is in no organization's log.</summary>
    public static ReplicaUpdate Of(Guid user, long version) => new(Guid.Empty, 0, [], [], user, version);

    /// <summary>What gateways are told of it.</summary>
    public Change ToChange() => new(
        Changed.IsEmpty && Removed.IsEmpty && !IsDeletion ? null : new OrganizationId(Organization), Revision,
        User is { } user ? new UserId(user) : null, UserVersion,
        Client is { } client ? new ClientId(client) : null, Revision);

    /// <summary>What a deleted organization takes with it: an account, and the client that it is of.</summary>
    public static ReplicaUpdate OfDeleted(Guid organization, long revision, Guid client) =>
        new(organization, revision, [], [], null, 0, client, IsDeletion: true);
}
