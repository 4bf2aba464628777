using AuthServe.Support.Storage;

namespace AuthServe.Postgres.Tests.Storage;

/// <summary>ADO.NET storage knows a row by the state's name and the grain's key, and not by the type of the grain.</summary>
public sealed class StateNamesTests(Silos silos)
{
    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task Two_grain_types_with_equal_state_names_share_rows(StorageEngine engine)
    {
        var (silo, _) = await silos.OnAsync(engine);
        var key = GrainIdKeyExtensions.CreateGuidKey(Guid.NewGuid());
        var left = silo.Grains.GetGrain<ISharingGrain>(GrainId.Create(GrainType.Create("test-left"), key));
        var right = silo.Grains.GetGrain<ISharingGrain>(GrainId.Create(GrainType.Create("test-right"), key));

        await left.WriteAsync("from the left");

        Assert.Equal("from the left", await right.ReadAsync());
    }
}

/// <summary>A grain that has its state's name in common with another.</summary>
[Alias("test.ISharingGrain")]
public interface ISharingGrain : IGrainWithGuidKey
{
    [Alias("Read")]
    Task<string> ReadAsync();

    [Alias("Write")]
    Task WriteAsync(string text);
}

internal abstract class SharingGrain(IPersistentState<Document> storage) : Grain, ISharingGrain
{
    public Task<string> ReadAsync() => Task.FromResult(storage.State.Text);

    public Task WriteAsync(string text)
    {
        storage.State = new() { Text = text };
        return storage.WriteStateAsync();
    }
}

[GrainType("test-left")]
internal sealed class LeftGrain([PersistentState("test-shared")] IPersistentState<Document> storage) : SharingGrain(storage);

[GrainType("test-right")]
internal sealed class RightGrain([PersistentState("test-shared")] IPersistentState<Document> storage) : SharingGrain(storage);
