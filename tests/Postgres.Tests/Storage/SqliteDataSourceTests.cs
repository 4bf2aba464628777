using System.Data.Common;
using AuthServe.Support.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServe.Postgres.Tests.Storage;

public sealed class SqliteDataSourceTests(Silos silos)
{
    private const string Full = "2";

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", Full)]
    [InlineData("busy_timeout", "5000")]
    public async Task Every_connection_keeps_what_is_acknowledged_and_waits_its_turn(string setting, string expected)
    {
        var source = await SourceAsync();
        await using var opened = await source.OpenConnectionAsync();
        await using var created = source.CreateConnection();
        await created.OpenAsync();

        Assert.Equal(expected, await AskAsync(opened, setting));
        Assert.Equal(expected, await AskAsync(created, setting));
    }

    private static async Task<string?> AskAsync(DbConnection connection, string setting)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {setting}";
        return (await command.ExecuteScalarAsync())?.ToString();
    }

    private async Task<DbDataSource> SourceAsync()
    {
        var (silo, _) = await silos.OnAsync(StorageEngine.Sqlite);
        return silo.Services.GetRequiredService<DbDataSource>();
    }
}
