using System.Data.Common;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.GrainInterfaces.Roles;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Roles;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServe.Grains.Tests;

/// <summary>What must hold of an organization whenever no command is under way, whatever failed before.</summary>
internal static class Consistency
{
    /// <summary>The log has no gap and ends at the revision in force; roles, catalogue and directory say the same as the grains that own them.</summary>
    public static async Task AssertConsistentAsync(this SharedSilo silo, Tenant tenant)
    {
        var policy = (await tenant.Organization.GetPolicyAsync())!;
        Assert.Equal(Enumerable.Range(1, (int)policy.Revision).Select(revision => (long)revision), await ReadLogAsync(silo, tenant));

        var known = (await tenant.Permissions.ListPermissionsAsync(new(null, null, null), null, 10_000)).Items.Select(permission => permission.Slug);
        Assert.Empty(policy.Roles.SelectMany(role => role.Permissions).Except(known));
        foreach (var grant in policy.Roles)
        {
            var stored = await silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IRoleGrain>(tenant.Id.Value, grant.Role).FindAsync(0);
            Assert.Equal(stored!.Permissions, grant.Permissions);
        }

        await AssertDirectoryAsync(tenant);
        await AssertClientsAsync(silo, tenant);
    }

    private static async Task AssertDirectoryAsync(Tenant tenant)
    {
        var listed = (await tenant.Members.ListMembersAsync(new(null, null, null), null, 1_000)).Items;
        foreach (var member in listed)
        {
            var owned = (await tenant.Members.GetMemberAsync(member.User)).Value!;
            Assert.Equal((owned.Username, owned.DisplayName, owned.IsActive), (member.Username, member.DisplayName, member.IsActive));
            Assert.Equal(owned.Roles, member.Roles);
        }
    }

    // A client is there as a whole, with the account it acts by, or not at all: every one that the log speaks of.
    private static async Task AssertClientsAsync(SharedSilo silo, Tenant tenant)
    {
        await using var connection = await silo.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        var known = await connection.QueryAsync<string>(
            "SELECT DISTINCT target FROM organization_log WHERE organization_id = @id AND command LIKE 'client.%'", new { id = tenant.Id.Value });
        var listed = (await tenant.Clients.ListClientsAsync(null, 200)).Items.ToDictionary(client => client.Id);
        foreach (var id in known.Select(target => new ClientId(Guid.Parse(target))))
        {
            var isThere = listed.TryGetValue(id, out var client);
            var stored = await silo.Grain<IClientGrain>(id.GrainKey).FindAsync();
            Assert.Equal((client?.Settings.Name, isThere), (stored?.Name, stored?.Organization == tenant.Id));
            Assert.Equal(isThere, (await silo.User(id.ServiceAccount).CheckAsync(tenant.Id, new(null))).IsAllowed);
        }
    }

    private static async Task<IEnumerable<long>> ReadLogAsync(SharedSilo silo, Tenant tenant)
    {
        await using var connection = await silo.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        return await connection.QueryAsync<long>(
            "SELECT revision FROM organization_log WHERE organization_id = @id ORDER BY revision", new { id = tenant.Id.Value });
    }
}
