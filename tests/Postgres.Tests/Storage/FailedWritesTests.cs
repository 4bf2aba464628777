using AuthServe.Support.Storage;

namespace AuthServe.Postgres.Tests.Storage;

public sealed class FailedWritesTests
{
    private const string RefuseOnSqlite =
        "CREATE TRIGGER refuse BEFORE UPDATE ON OrleansStorage BEGIN SELECT RAISE(ABORT, 'refused'); END";

    private const string RefuseOnPostgres = """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
        CREATE TRIGGER refuse BEFORE UPDATE ON OrleansStorage FOR EACH ROW EXECUTE FUNCTION refuse()
        """;

    [Theory]
    [InlineData(StorageEngine.Sqlite, RefuseOnSqlite, "DROP TRIGGER refuse")]
    [InlineData(StorageEngine.Postgres, RefuseOnPostgres, "DROP TRIGGER refuse ON OrleansStorage")]
    public async Task A_failed_write_is_never_seen_and_ends_the_activation(StorageEngine engine, string refuse, string accept)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var own = await SiloOnDatabase.StartAsync(engine, cancellation);
        var document = own.Silo.Grains.GetGrain<IDocumentGrain>(Guid.NewGuid());
        await document.WriteAsync(new() { Text = "committed" });
        var activation = await document.GetActivationAsync();
        await own.Database.ExecuteAsync(refuse, cancellation);

        Assert.Equal("committed", (await document.TryWriteThenReadAsync(new() { Text = "refused" })).Text);
        Assert.Equal("committed", (await document.ReadAsync()).Text);
        Assert.NotEqual(activation, await document.GetActivationAsync());

        await own.Database.ExecuteAsync(accept, cancellation);
        await document.WriteAsync(new() { Text = "later" });
        Assert.Equal("later", (await document.ReadAsync()).Text);
    }
}
