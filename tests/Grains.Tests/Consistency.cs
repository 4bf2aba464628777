using System.Data.Common;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Verification;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServe.Grains.Tests;

/// <summary>What must hold of an organization whenever no command is under way, whatever failed before.</summary>
internal static class Consistency
{
    /// <summary>What is stored twice is the same, and every client that the log speaks of is there as a whole or not at all.</summary>
    public static async Task AssertConsistentAsync(this SharedSilo silo, Tenant tenant)
    {
        Assert.Empty(await silo.Services.GetRequiredService<Verifier>().FindAsync(tenant.Id.Value));
        await AssertClientsAsync(silo, tenant);
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
}
