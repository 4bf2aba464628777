using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.GrainInterfaces.Roles;
using AuthServe.GrainInterfaces.Users;

namespace AuthServe.Support.Walks;

/// <summary>Asks the grains of an organization what it is like.</summary>
public sealed class WorldReader(IGrainFactory grains, OrganizationId organization)
{
    private const int Most = 1_000;

    /// <summary>The organization as it says it is.</summary>
    public async Task<World> ReadAsync()
    {
        var id = organization.Value;
        var catalogue = (await grains.GetGrain<IOrganizationPermissions>(id).ListPermissionsAsync(new(null, null, null), null, Most)).Items;
        var roles = (await grains.GetGrain<IOrganizationRoles>(id).ListRolesAsync(null, Most)).Items;
        var members = (await grains.GetGrain<IOrganizationMembers>(id).ListMembersAsync(new(null, null, null), null, Most)).Items;
        var clients = (await grains.GetGrain<IOrganizationClients>(id).ListClientsAsync(null, Most)).Items;
        var accounts = members.Select(member => KeyValuePair.Create(member.User.Value, new Account(member.IsActive, false, [.. member.Roles])))
            .Concat(clients.Select(client => KeyValuePair.Create(client.Id.ServiceAccount.Value, Of(client))));
        return new(
            Universe.Of(catalogue.Select(permission => permission.Slug)),
            roles.ToImmutableSortedDictionary(role => role.Name, role => Universe.Of(role.Permissions), StringComparer.Ordinal),
            accounts.ToImmutableSortedDictionary());
    }

    /// <summary>Whether a check allows it.</summary>
    public async Task<bool> MayAsync(Guid account, string permission) =>
        (await grains.GetGrain<IUserGrain>(account).CheckAsync(organization, new(permission))).IsAllowed;

    private static Account Of(Client client) =>
        new(true, true, [.. client.Roles], client.Settings.Scopes is { } scopes ? Universe.Of(scopes) : null);
}
