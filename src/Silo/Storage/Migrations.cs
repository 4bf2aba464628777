using System.Data.Common;
using EvolveDb;
using EvolveDb.Dialect;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthServe.Silo.Storage;

/// <summary>Brings the database to the schema that this version needs. Any number of silos may ask for it at once.</summary>
internal sealed partial class Migrations(DbDataSource source, IOptions<StorageOptions> options, ILogger<Migrations> logger)
{
    // Evolve's own lock is asked for again every 3 seconds; waiting in the database takes as long as the other silo does. An embedded
    // silo has its folder's lock.
    private const string TakeTurn = "SELECT pg_advisory_lock(hashtext('authserve.migrations'))";
    private const string EndTurn = "SELECT pg_advisory_unlock(hashtext('authserve.migrations'))";
    private const string WriteAheadLog = "PRAGMA journal_mode = WAL";

    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        if (options.Value.IsPostgres)
        {
            await AskAsync(connection, TakeTurn, cancellationToken);
            await Task.Run(() => Migrate(connection, DBMS.PostgreSQL, "postgres"), cancellationToken);
            await AskAsync(connection, EndTurn, cancellationToken);
        }
        else
        {
            await RequireWriteAheadLogAsync(connection, cancellationToken);
            await Task.Run(() => Migrate(connection, DBMS.SQLite, "sqlite"), cancellationToken);
        }
    }

    private async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await source.OpenConnectionAsync(cancellationToken);
        }
        catch (DbException exception)
        {
            var setting = options.Value.IsPostgres ? "AuthServe:Storage:ConnectionString" : "AuthServe:Storage:DataFolder";
            throw new StartupException($"The database of {setting} cannot be opened: {exception.Message}", exception);
        }
    }

    private static async Task RequireWriteAheadLogAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (await AskAsync(connection, WriteAheadLog, cancellationToken) is not "wal")
        {
            throw new StartupException("AuthServe:Storage:DataFolder must be on a local disk: SQLite cannot keep a write-ahead log there.");
        }
    }

    private static async Task<object?> AskAsync(DbConnection connection, string question, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = question;
        command.CommandTimeout = 0;
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private void Migrate(DbConnection connection, DBMS engine, string folder)
    {
        var evolve = new Evolve(connection, LogProgress, engine)
        {
            EmbeddedResourceAssemblies = [typeof(Migrations).Assembly],
            EmbeddedResourceFilters = [$"AuthServe.Silo.Migrations.{folder}."],
            MetadataTableName = "schema_migrations",
            EnableClusterMode = false,
            IsEraseDisabled = true,
        };
        evolve.Migrate();
        if (evolve.NbMigration > 0) LogApplied(evolve.NbMigration, string.Join(", ", evolve.AppliedMigrations));
    }
}
