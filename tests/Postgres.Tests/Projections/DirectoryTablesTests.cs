using System.Data.Common;
using AuthServe.Support.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServe.Postgres.Tests.Projections;

public sealed class DirectoryTablesTests(Silos silos)
{
    private static readonly string[] Usernames = ["b", "a_b", "a-b", "a.b", "ab", "a0", "aa-", "a"];

    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task User_names_sort_by_their_bytes(StorageEngine engine)
    {
        await using var connection = await OpenAsync(engine);
        var organization = Guid.NewGuid();
        foreach (var username in Usernames) await AddAsync(connection, organization, username);

        var read = await ReadAsync(
            connection, "SELECT username FROM directory_members WHERE organization_id = @organization ORDER BY username", organization);

        Assert.Equal(Usernames.Order(StringComparer.Ordinal), read);
    }

    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task Ids_times_and_flags_come_back_as_they_went_in(StorageEngine engine)
    {
        await using var connection = await OpenAsync(engine);
        var organization = Guid.NewGuid();
        await AddAsync(connection, organization, "alice");
        await using var command = Command(
            connection,
            "SELECT organization_id, joined_at, is_active, display_name FROM directory_members WHERE organization_id = @organization",
            ("organization", organization));

        await using var row = await command.ExecuteReaderAsync();

        Assert.True(await row.ReadAsync());
        Assert.Equal(organization, row.GetFieldValue<Guid>(0));
        Assert.Equal(DateTimeOffset.UnixEpoch, row.GetFieldValue<DateTimeOffset>(1));
        Assert.False(row.GetBoolean(2));
        Assert.True(row.IsDBNull(3));
    }

    private static async Task AddAsync(DbConnection connection, Guid organization, string username)
    {
        await using var command = Command(
            connection,
            """
            INSERT INTO directory_members (organization_id, user_id, username, primary_email, is_active, joined_at, revision)
            VALUES (@organization, @user, @username, @username, @active, @joined, 1)
            """,
            ("organization", organization),
            ("user", Guid.NewGuid()),
            ("username", username),
            ("active", false),
            ("joined", DateTimeOffset.UnixEpoch));
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<string>> ReadAsync(DbConnection connection, string sql, Guid organization)
    {
        await using var command = Command(connection, sql, ("organization", organization));
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(reader.FieldCount - 1));
        return lines;
    }

    private static DbCommand Command(DbConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private async Task<DbConnection> OpenAsync(StorageEngine engine)
    {
        var (silo, _) = await silos.OnAsync(engine);
        return await silo.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
    }
}
