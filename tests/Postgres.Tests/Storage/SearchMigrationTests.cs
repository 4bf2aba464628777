using System.Data.Common;
using AuthServe.Silo.Storage;
using AuthServe.Support.Storage;
using Dapper;

namespace AuthServe.Postgres.Tests.Storage;

/// <summary>What an earlier version has written is found after the migration that searches need.</summary>
public sealed class SearchMigrationTests
{
    private static readonly string[] Scripts = ["V2__projections", "V3__clients"];

    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task Members_and_clients_hold_the_roles_they_had(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var connection = await database.OpenAsync();
        foreach (var script in Scripts) await connection.ExecuteAsync(Script(engine, script));
        var (organization, alice, bob, client) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await AddMemberAsync(connection, organization, alice, "alice", isActive: true);
        await AddMemberAsync(connection, organization, bob, "bob", isActive: false);
        await connection.ExecuteAsync(
            "INSERT INTO directory_clients (organization_id, client_id, name, created_at, revision) VALUES (@organization, @client, 'a', @time, 1)",
            new { organization, client, time = DateTimeOffset.UnixEpoch });
        await LogAsync(connection, organization, 1, "client.create", $"{client}", """{"roles":[]}""");
        await LogAsync(connection, organization, 2, "client.assign_role", $"{client}", """{"name":"a","roles":["clerk","gone","user"]}""");
        await LogAsync(connection, organization, 3, "role.delete", "gone", null);
        await LogAsync(connection, organization, 4, "client.assign_role", $"{Guid.NewGuid()}", """{"roles":["owner"]}""");

        await connection.ExecuteAsync(Script(engine, "V7__search"));

        var holders = await connection.QueryAsync("SELECT user_id, role, resource FROM directory_role_holders WHERE organization_id = @organization", new { organization });
        Assert.Equal(
            new[] { $"{alice}/user/", $"{client}/clerk/", $"{client}/user/" }.Order(StringComparer.Ordinal),
            holders.Select(row => ((string)$"{row.user_id}/{row.role}/{row.resource}").ToLowerInvariant()).Order(StringComparer.Ordinal));
        var roles = await connection.QueryAsync("SELECT username, primary_email, display_key, is_active FROM directory_member_roles ORDER BY username");
        Assert.Equal(
            ["alice/alice@a/alice/True", "bob/bob@a/bob/False"],
            roles.Select(row => (string)$"{row.username}/{row.primary_email}/{row.display_key}/{Convert.ToBoolean(row.is_active)}"));
    }

    private static async Task AddMemberAsync(DbConnection connection, Guid organization, Guid user, string name, bool isActive)
    {
        await connection.ExecuteAsync(
            """
            INSERT INTO directory_members (organization_id, user_id, username, primary_email, display_name, display_key, is_active, joined_at, revision)
            VALUES (@organization, @user, @name, @email, @name, @name, @isActive, @time, 1)
            """,
            new { organization, user, name, email = name + "@a", isActive, time = DateTimeOffset.UnixEpoch });
        await connection.ExecuteAsync(
            "INSERT INTO directory_member_roles (organization_id, user_id, role) VALUES (@organization, @user, 'user')", new { organization, user });
    }

    private static Task<int> LogAsync(DbConnection connection, Guid organization, long revision, string command, string target, string? after) =>
        connection.ExecuteAsync(
            """
            INSERT INTO organization_log (organization_id, revision, time, command, target, after)
            VALUES (@organization, @revision, @time, @command, @target, @after)
            """,
            new { organization, revision, time = DateTimeOffset.UnixEpoch, command, target, after });

    private static string Script(StorageEngine engine, string name)
    {
        var assembly = typeof(Migrations).Assembly;
        var resource = assembly.GetManifestResourceNames().Single(found =>
            found.Contains($".{engine.ToString().ToLowerInvariant()}.{name}", StringComparison.OrdinalIgnoreCase));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
