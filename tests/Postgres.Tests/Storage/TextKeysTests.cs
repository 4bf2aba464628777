using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.Support.Storage;

namespace AuthServe.Postgres.Tests.Storage;

/// <summary>ADO.NET storage takes a text key that reads as a hexadecimal number for that number.</summary>
public sealed class TextKeysTests(Silos silos)
{
    [Theory]
    [InlineData(StorageEngine.Sqlite, "beef", "BEEF")]
    [InlineData(StorageEngine.Sqlite, "cafe", "0cafe")]
    [InlineData(StorageEngine.Postgres, "beef", "BEEF")]
    [InlineData(StorageEngine.Postgres, "cafe", "0cafe")]
    public async Task Keys_that_look_like_hexadecimal_numbers_share_a_row(StorageEngine engine, string key, string other)
    {
        Assert.Equal("mine", await WriteThenReadAsync(engine, key, other));
    }

    [Theory]
    [InlineData(StorageEngine.Sqlite, "beef", "BEEF")]
    [InlineData(StorageEngine.Sqlite, "cafe", "0cafe")]
    [InlineData(StorageEngine.Postgres, "beef", "BEEF")]
    [InlineData(StorageEngine.Postgres, "cafe", "0cafe")]
    public async Task Keys_of_login_names_do_not(StorageEngine engine, string name, string other)
    {
        Assert.Equal(Untouched, await WriteThenReadAsync(engine, LoginName.UsernameKey(name), LoginName.UsernameKey(other)));
        Assert.Equal(Untouched, await WriteThenReadAsync(engine, LoginName.EmailKey(name), LoginName.EmailKey(other)));
    }

    private static string Untouched => new Document().Text;

    private async Task<string> WriteThenReadAsync(StorageEngine engine, string key, string other)
    {
        var (silo, _) = await silos.OnAsync(engine);
        await silo.Grains.GetGrain<ITextKeyGrain>(key).WriteAsync("mine");
        return await silo.Grains.GetGrain<ITextKeyGrain>(other).ReadAsync();
    }
}

/// <summary>A grain with a text key.</summary>
[Alias("test.ITextKeyGrain")]
public interface ITextKeyGrain : IGrainWithStringKey
{
    [Alias("Read")]
    Task<string> ReadAsync();

    [Alias("Write")]
    Task WriteAsync(string text);
}

[GrainType("test-text-key")]
internal sealed class TextKeyGrain([PersistentState("test-text-key")] IPersistentState<Document> storage) : Grain, ITextKeyGrain
{
    public Task<string> ReadAsync() => Task.FromResult(storage.State.Text);

    public Task WriteAsync(string text)
    {
        storage.State = new() { Text = text };
        return storage.WriteStateAsync();
    }
}
