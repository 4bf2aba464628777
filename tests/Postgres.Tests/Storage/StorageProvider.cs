using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Runtime;
using Orleans.Storage;

namespace AuthServe.Postgres.Tests.Storage;

/// <summary>The grain storage of a silo, driven without grains.</summary>
internal static class StorageProvider
{
    public const string StateName = "test-row";

    /// <summary>Another instance beside the silo's own, set up as that is.</summary>
    public static async Task<IGrainStorage> CreateAsync(TestSilo silo)
    {
        var storage = AdoNetGrainStorageFactory.Create(silo.Services, "Default");
        var lifecycle = new SiloLifecycleSubject(NullLogger<SiloLifecycleSubject>.Instance);
        storage.Participate(lifecycle);
        await lifecycle.OnStart(CancellationToken.None);
        return storage;
    }

    public static Task WriteAsync(this IGrainStorage storage, GrainId grain, GrainState<Document> row) =>
        storage.WriteStateAsync(StateName, grain, row);

    public static Task EraseAsync(this IGrainStorage storage, GrainId grain, GrainState<Document> row) =>
        storage.ClearStateAsync(StateName, grain, row);

    public static async Task<GrainState<Document>> ReadAsync(this IGrainStorage storage, GrainId grain)
    {
        var row = new GrainState<Document>();
        await storage.ReadStateAsync(StateName, grain, row);
        return row;
    }

    public static async Task<string?> ReadTextAsync(this IGrainStorage storage, GrainId grain) =>
        (await storage.ReadAsync(grain)).State?.Text;

    public static GrainId GrainOf(Guid key) => GrainId.Create(GrainType.Create(StateName), GrainIdKeyExtensions.CreateGuidKey(key));

    public static GrainId GrainOf(string key) => GrainId.Create(StateName, key);

    /// <summary>A row that nobody has read yet.</summary>
    public static GrainState<Document> New(string text) => new(new Document { Text = text });

    /// <summary>How many rows a Guid key has.</summary>
    public static async Task<long> CountRowsAsync(this TestDatabase database, Guid key, string state = StateName)
    {
        var bytes = key.ToByteArray();
        return (long)(await database.ExecuteAsync(
            $"SELECT count(*) FROM OrleansStorage WHERE GrainTypeString = '{state}' " +
            $"AND GrainIdN0 = {BitConverter.ToInt64(bytes, 0)} AND GrainIdN1 = {BitConverter.ToInt64(bytes, 8)}"))!;
    }
}
