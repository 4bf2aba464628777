using AuthServe.Grains.Leases;
using AuthServe.Silo;
using AuthServe.Silo.Storage;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthServe.Postgres.Tests.Storage;

public sealed class DataFolderTests
{
    [Fact]
    public async Task A_second_silo_on_the_folder_is_told_why_it_cannot_start()
    {
        await using var database = new EmbeddedDatabase();
        using var first = DataFolder.Open(database.DataFolder);

        var refusal = Assert.Throws<StartupException>(() => DataFolder.Open(database.DataFolder));

        Assert.Contains("AuthServe:Storage:DataFolder", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("SQLite serves one silo", refusal.Message, StringComparison.Ordinal);
    }

    // A gateway may hold a lease of the one that was first.
    [Fact]
    public async Task A_silo_on_a_folder_that_was_used_knows_that_it_is_not_the_first()
    {
        await using var database = new EmbeddedDatabase();
        foreach (var isLater in (bool[])[false, true])
        {
            await using var silo = await TestSilo.StartAsync(database.Settings);
            Assert.Equal(isLater, silo.Services.GetRequiredService<IOptions<LeaseOptions>>().Value.FollowsAnother);
        }
    }

    [Fact]
    public async Task A_folder_that_was_let_go_can_be_taken_again()
    {
        await using var database = new EmbeddedDatabase();
        DataFolder.Open(database.DataFolder).Dispose();

        using var second = DataFolder.Open(database.DataFolder);

        Assert.Equal(database.DatabaseFile, second.Database);
    }

    [Fact]
    public async Task A_new_folder_and_its_database_are_their_owners_alone()
    {
        await using var database = new EmbeddedDatabase();

        using var folder = DataFolder.Open(Path.Combine(database.DataFolder, "new", "data"));

        Assert.False(PrivateFiles.IsOpenToOthers(folder.Path));
        Assert.False(PrivateFiles.IsOpenToOthers(folder.Database));
    }

    [Fact]
    public async Task Of_three_silos_started_at_once_one_starts_and_two_refuse()
    {
        await using var database = new EmbeddedDatabase();
        using var start = new Barrier(3);
        var holders = new System.Collections.Concurrent.ConcurrentBag<DataFolder>();

        var refusals = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return Record.Exception(() => holders.Add(DataFolder.Open(database.DataFolder)));
            },
            TaskCreationOptions.LongRunning)));

        Assert.Single(holders).Dispose();
        Assert.Equal(2, refusals.OfType<StartupException>().Count());
    }
}
