using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace AuthServe.Silo.Storage;

/// <summary>Connections to one SQLite file, whose writers take turns.</summary>
internal sealed class SqliteDataSource(string file) : DbDataSource
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public override string ConnectionString { get; } = new SqliteConnectionStringBuilder { DataSource = file }.ToString();

    protected override DbConnection CreateDbConnection() => new SqliteTurnConnection(ConnectionString, _turn);

    protected override void Dispose(bool disposing)
    {
        if (disposing) _turn.Dispose();
        base.Dispose(disposing);
    }
}
