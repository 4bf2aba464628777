using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace AuthServe.Support.Storage;

/// <summary>A data folder of an embedded silo.</summary>
public sealed class EmbeddedDatabase : TestDatabase
{
    /// <summary>The folder. The database file in it is made by the first silo.</summary>
    public string DataFolder { get; } = Directory.CreateTempSubdirectory("authserve-").FullName;

    /// <summary>The database file.</summary>
    public string DatabaseFile => Path.Combine(DataFolder, "authserve.db");

    /// <inheritdoc/>
    public override string MailFolder => Path.Combine(DataFolder, "mail");

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Storage:Provider"] = "sqlite",
        ["Storage:DataFolder"] = DataFolder,
    };

    /// <inheritdoc/>
    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken = default)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = DatabaseFile, Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(DataFolder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
