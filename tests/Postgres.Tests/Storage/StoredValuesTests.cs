using AuthServe.Support.Storage;

namespace AuthServe.Postgres.Tests.Storage;

public sealed class StoredValuesTests(Silos silos)
{
    private static readonly Document Emptied = new()
    {
        IsActive = false,
        Count = 0,
        Text = "",
        Items = [],
        Numbers = [],
        Time = default,
    };

    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task False_zero_and_empty_values_survive_reactivation(StorageEngine engine)
    {
        var (silo, _) = await silos.OnAsync(engine);
        var document = silo.Grains.GetGrain<IDocumentGrain>(Guid.NewGuid());
        await document.WriteAsync(Emptied);
        var activation = await document.GetActivationAsync();

        await document.DeactivateAsync();
        var read = await document.ReadAsync();

        Assert.NotEqual(activation, await document.GetActivationAsync());
        Assert.False(read.IsActive);
        Assert.Equal(0, read.Count);
        Assert.Equal("", read.Text);
        Assert.True(read.Items is { IsDefault: false, IsEmpty: true });
        Assert.Empty(read.Numbers);
        Assert.Equal(default, read.Time);
    }

    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task An_erased_grain_has_no_row_and_starts_anew(StorageEngine engine)
    {
        var (silo, database) = await silos.OnAsync(engine);
        var key = Guid.NewGuid();
        var document = silo.Grains.GetGrain<IDocumentGrain>(key);
        await document.WriteAsync(Emptied);
        Assert.Equal(1, await database.CountRowsAsync(key, "test-document"));

        await document.EraseAsync();

        Assert.Equal(new Document().Text, (await document.ReadAsync()).Text);
        Assert.Equal(0, await database.CountRowsAsync(key, "test-document"));
    }

    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task An_activation_that_erased_its_state_can_write_again(StorageEngine engine)
    {
        var (silo, _) = await silos.OnAsync(engine);
        var document = silo.Grains.GetGrain<IDocumentGrain>(Guid.NewGuid());
        await document.WriteAsync(new() { Text = "before" });

        await document.EraseThenWriteAsync(new() { Text = "after" });
        await document.WriteAsync(new() { Text = "later" });
        await document.DeactivateAsync();

        Assert.Equal("later", (await document.ReadAsync()).Text);
    }
}
