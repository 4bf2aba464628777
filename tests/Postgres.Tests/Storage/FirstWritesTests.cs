using AuthServe.Support.Storage;
using Orleans.Storage;

namespace AuthServe.Postgres.Tests.Storage;

public sealed class FirstWritesTests(Silos silos)
{
    private const int Rounds = 200;

    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task Exactly_one_of_two_concurrent_first_writes_wins(StorageEngine engine)
    {
        var (silo, database) = await silos.OnAsync(engine);
        var (left, right) = (await StorageProvider.CreateAsync(silo), await StorageProvider.CreateAsync(silo));
        for (var round = 0; round < Rounds; round++)
        {
            var key = Guid.NewGuid();
            var grain = StorageProvider.GrainOf(key);

            var wins = await Task.WhenAll(WinsAsync(left, grain, "left"), WinsAsync(right, grain, "right"));

            Assert.Single(wins, won => won);
            Assert.Equal(1, await database.CountRowsAsync(key));
            Assert.Equal(wins[0] ? "left" : "right", await left.ReadTextAsync(grain));
        }
    }

    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task Exactly_one_of_two_concurrent_first_writes_wins_for_a_text_key_too(StorageEngine engine)
    {
        var (silo, _) = await silos.OnAsync(engine);
        var (left, right) = (await StorageProvider.CreateAsync(silo), await StorageProvider.CreateAsync(silo));
        for (var round = 0; round < Rounds; round++)
        {
            var grain = StorageProvider.GrainOf($"u/{Guid.NewGuid()}");

            var wins = await Task.WhenAll(WinsAsync(left, grain, "left"), WinsAsync(right, grain, "right"));

            Assert.Single(wins, won => won);
            Assert.Equal(wins[0] ? "left" : "right", await left.ReadTextAsync(grain));
        }
    }

    // The control: what the shipped scripts of Orleans allow, and what follows.
    [Theory]
    [InlineData(StorageEngine.Sqlite, "DROP INDEX OneRowAGrain")]
    [InlineData(StorageEngine.Postgres, "ALTER TABLE OrleansStorage DROP CONSTRAINT OneRowAGrain")]
    public async Task Without_the_unique_key_both_win_and_the_grain_never_loads_again(StorageEngine engine, string drop)
    {
        await using var own = await SiloOnDatabase.StartAsync(engine, TestContext.Current.CancellationToken);
        await own.Database.ExecuteAsync(drop, TestContext.Current.CancellationToken);
        var (left, right) = (await StorageProvider.CreateAsync(own.Silo), await StorageProvider.CreateAsync(own.Silo));
        var key = Guid.NewGuid();
        var grain = StorageProvider.GrainOf(key);

        var wins = await Task.WhenAll(WinsAsync(left, grain, "left"), WinsAsync(right, grain, "right"));

        Assert.Equal([true, true], wins);
        Assert.Equal(2, await own.Database.CountRowsAsync(key));
        await Assert.ThrowsAsync<InvalidOperationException>(() => left.ReadAsync(grain));
    }

    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task Exactly_one_of_two_concurrent_changes_of_a_row_wins(StorageEngine engine)
    {
        var (silo, _) = await silos.OnAsync(engine);
        var (left, right) = (await StorageProvider.CreateAsync(silo), await StorageProvider.CreateAsync(silo));
        var grain = StorageProvider.GrainOf(Guid.NewGuid());
        await left.WriteAsync(grain, StorageProvider.New("first"));
        for (var round = 0; round < Rounds; round++)
        {
            var (ours, theirs) = (await left.ReadAsync(grain), await right.ReadAsync(grain));

            var wins = await Task.WhenAll(WinsAsync(left, grain, "left", ours), WinsAsync(right, grain, "right", theirs));

            Assert.Single(wins, won => won);
            Assert.Equal(wins[0] ? "left" : "right", await left.ReadTextAsync(grain));
        }
    }

    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task An_activation_that_read_an_erased_row_cannot_write_over_its_successor(StorageEngine engine)
    {
        var (silo, _) = await silos.OnAsync(engine);
        var storage = await StorageProvider.CreateAsync(silo);
        for (var round = 0; round < 20; round++)
        {
            var grain = StorageProvider.GrainOf($"e/{Guid.NewGuid()}");
            await storage.WriteAsync(grain, StorageProvider.New("first owner"));
            var stale = await storage.ReadAsync(grain);
            await storage.EraseAsync(grain, await storage.ReadAsync(grain));
            await storage.WriteAsync(grain, StorageProvider.New("second owner"));

            Assert.False(await WinsAsync(storage, grain, "first owner again", stale));
            Assert.Equal("second owner", await storage.ReadTextAsync(grain));
        }
    }

    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task An_activation_that_is_behind_cannot_erase(StorageEngine engine)
    {
        var (silo, _) = await silos.OnAsync(engine);
        var storage = await StorageProvider.CreateAsync(silo);
        var grain = StorageProvider.GrainOf($"e/{Guid.NewGuid()}");
        await storage.WriteAsync(grain, StorageProvider.New("first"));
        var stale = await storage.ReadAsync(grain);
        await storage.WriteAsync(grain, await storage.ReadAsync(grain));

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.EraseAsync(grain, stale));
    }

    private static async Task<bool> WinsAsync(IGrainStorage storage, GrainId grain, string text, GrainState<Document>? row = null)
    {
        row ??= new();
        row.State = new() { Text = text };
        try
        {
            // Of its own, so that a driver that blocks does not make the two take turns.
            await Task.Run(() => storage.WriteAsync(grain, row));
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }
}
