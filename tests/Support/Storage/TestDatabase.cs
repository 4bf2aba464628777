using System.Data.Common;

namespace AuthServe.Support.Storage;

/// <summary>An empty database of one's own, gone when disposed.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>The database that <c>AUTHSERVE_TEST_STORAGE</c> names for tests that run on either; SQLite unless it does.</summary>
    public static StorageEngine ChosenEngine { get; } =
        Environment.GetEnvironmentVariable("AUTHSERVE_TEST_STORAGE") is { Length: > 0 } name
            ? Enum.Parse<StorageEngine>(name, ignoreCase: true)
            : StorageEngine.Sqlite;

    /// <summary>The settings of a silo that works on it, without the prefix <c>AuthServe:</c>.</summary>
    public abstract IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>A fresh database; on PostgreSQL on the server that this process shares.</summary>
    public static async Task<TestDatabase> CreateAsync(StorageEngine engine, CancellationToken cancellationToken = default)
    {
        if (engine is StorageEngine.Sqlite) return new EmbeddedDatabase();
        var server = await PostgresServer.SharedAsync();
        return await server.CreateDatabaseAsync(cancellationToken);
    }

    /// <summary>Where the mail of silos goes that send it in earnest and have no server for it.</summary>
    public abstract string MailFolder { get; }

    /// <summary>A connection beside the silo's.</summary>
    public abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken = default);

    /// <summary>Runs one command on a connection of its own; the first column of the first row, if there is one.</summary>
    public async Task<object?> ExecuteAsync(string sql, CancellationToken cancellationToken = default)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
