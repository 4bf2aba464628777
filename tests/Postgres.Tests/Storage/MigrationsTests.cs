using System.Data.Common;
using AuthServe.Silo.Storage;
using AuthServe.Support.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthServe.Postgres.Tests.Storage;

public sealed class MigrationsTests
{
    private const string Applied = "SELECT count(*) FROM schema_migrations WHERE name LIKE 'V%' AND success";

    private static readonly long Scripts =
        typeof(Migrations).Assembly.GetManifestResourceNames().Count(name => name.Contains(".postgres.", StringComparison.Ordinal));

    [Fact]
    public async Task Three_silos_may_migrate_an_empty_database_at_once()
    {
        for (var round = 0; round < 5; round++)
        {
            await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres);

            await Task.WhenAll(MigrateAsync(database), MigrateAsync(database), MigrateAsync(database));

            Assert.Equal(Scripts, await database.ExecuteAsync(Applied));
        }
    }

    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task A_migrated_database_is_left_as_it_is(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await MigrateAsync(database);
        await database.ExecuteAsync("DELETE FROM OrleansQuery");

        await MigrateAsync(database);

        Assert.Equal(Scripts, await database.ExecuteAsync(Applied));
        Assert.Equal(0L, await database.ExecuteAsync("SELECT count(*) FROM OrleansQuery"));
    }

    private static async Task MigrateAsync(TestDatabase database)
    {
        var options = new StorageOptions { Provider = database is PostgresDatabase ? StorageOptions.Postgres : StorageOptions.Sqlite };
        await using DbDataSource source = database switch
        {
            PostgresDatabase postgres => NpgsqlDataSource.Create(postgres.ConnectionString),
            EmbeddedDatabase embedded => new SqliteDataSource(embedded.DatabaseFile),
            _ => throw new NotSupportedException(),
        };
        await new Migrations(source, Options.Create(options), NullLogger<Migrations>.Instance).ApplyAsync(CancellationToken.None);
    }
}
