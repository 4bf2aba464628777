using System.Data.Common;
using System.Text.Json.Nodes;
using AuthServe.GrainInterfaces.Clients;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServe.Grains.Tests.Clients;

/// <summary>Every command about a client is one line in the organization's log, without its secrets or their hashes.</summary>
public sealed class ClientAuditTests(SharedSilo silo)
{
    [Fact]
    public async Task Every_command_is_one_entry_that_says_who_did_what_to_which_client()
    {
        var tenant = await silo.SignUpAsync();
        var client = await RunAllAsync(tenant);

        var log = await ReadAsync(tenant);

        Assert.Equal(
            ["client.create", "client.update", "client.rotate_secret", "client.assign_role", "client.unassign_role", "client.delete"],
            log.Select(line => line.Command));
        Assert.All(log, line => Assert.Equal((client.ToString(), tenant.Owner.ToString()), (line.Target, line.Actor.ToString("D"))));
    }

    [Fact]
    public async Task Before_and_after_are_the_client_as_the_API_names_it()
    {
        var tenant = await silo.SignUpAsync();
        await RunAllAsync(tenant);

        var log = await ReadAsync(tenant);

        Assert.Null(log[0].Before);
        Assert.Equal("Billing", (string?)JsonNode.Parse(log[1].Before!)!["name"]);
        Assert.Equal("Renamed", (string?)JsonNode.Parse(log[1].After!)!["name"]);
        Assert.Equal(2, JsonNode.Parse(log[2].After!)!["secrets"]!.AsArray().Count);
        Assert.Equal("""["user"]""", JsonNode.Parse(log[3].After!)!["roles"]!.ToJsonString());
        Assert.Equal(
            ["name", "type", "token_endpoint_auth_method", "redirect_uris", "post_logout_redirect_uris", "grant_types", "scopes", "first_party",
                "jwks", "secrets", "roles"],
            JsonNode.Parse(log[5].Before!)!.AsObject().Select(member => member.Key));
        Assert.Null(log[5].After);
    }

    [Fact]
    public async Task No_entry_holds_a_hash()
    {
        var tenant = await silo.SignUpAsync();
        await RunAllAsync(tenant);

        Assert.All(await ReadAsync(tenant), line => Assert.DoesNotContain("hash-", line.Before + line.After, StringComparison.Ordinal));
    }

    private static async Task<ClientId> RunAllAsync(Tenant tenant)
    {
        var (owner, clients) = (tenant.AsOwner, tenant.Clients);
        var client = (await clients.CreateClientAsync(owner, new(ClientSamples.Service(), "hash-1"))).Value!.Value.Id;
        await clients.UpdateClientAsync(owner, client, ClientSamples.Rename("Renamed"));
        await clients.RotateSecretAsync(owner, client, "hash-2", TimeSpan.FromDays(1));
        await clients.AssignClientRoleAsync(owner, client, "user");
        await clients.UnassignClientRoleAsync(owner, client, "user");
        await clients.DeleteClientAsync(owner, client);
        return client;
    }

    private async Task<List<Line>> ReadAsync(Tenant tenant)
    {
        await using var connection = await silo.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        await using var reader = (DbDataReader)await connection.ExecuteReaderAsync(
            """
            SELECT command, target, actor_id, before, after FROM organization_log
            WHERE organization_id = @id AND command LIKE 'client.%' ORDER BY revision
            """,
            new { id = tenant.Id.Value });
        var lines = new List<Line>();
        while (await reader.ReadAsync())
        {
            lines.Add(new(
                reader.GetString(0), reader.GetString(1), reader.GetFieldValue<Guid>(2), reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetString(4)));
        }

        return lines;
    }

    private sealed record Line(string Command, string Target, Guid Actor, string? Before, string? After);
}
