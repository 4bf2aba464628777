using System.Data.Common;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AuthServe.Postgres.Tests.Storage;

/// <summary>A silo that is frozen keeps its connections to the database.</summary>
public sealed class HeldLocksTests
{
    [Fact]
    public async Task What_a_silo_has_locked_when_it_froze_is_free_before_anybody_gives_up()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres);
        await using var silo = await TestSilo.StartAsync(database.Settings);
        var source = silo.Services.GetRequiredService<DbDataSource>();
        await using var successor = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await successor.ExecuteAsync("CREATE TABLE entries (id integer PRIMARY KEY)");

        await using var frozen = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await frozen.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await frozen.ExecuteAsync("INSERT INTO entries VALUES (1)");

        Assert.Equal(1, await successor.ExecuteAsync("INSERT INTO entries VALUES (1)"));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => transaction.CommitAsync(TestContext.Current.CancellationToken));
    }
}
