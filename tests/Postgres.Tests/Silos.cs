using System.Collections.Concurrent;
using AuthServe.Postgres.Tests;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;

[assembly: AssemblyFixture(typeof(Silos))]

namespace AuthServe.Postgres.Tests;

/// <summary>One silo on each database, shared by every test that leaves both as it found them.</summary>
public sealed class Silos : IAsyncDisposable
{
    private readonly ConcurrentDictionary<StorageEngine, Lazy<Task<SiloOnDatabase>>> _silos = new();

    /// <summary>The silo on that database, started by the first that asks.</summary>
    public Task<SiloOnDatabase> OnAsync(StorageEngine engine) =>
        _silos.GetOrAdd(engine, engine => new(() => SiloOnDatabase.StartAsync(engine))).Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos.Values) await (await silo.Value).DisposeAsync();
    }
}

/// <summary>A silo and the database it works on.</summary>
public sealed record SiloOnDatabase(TestSilo Silo, TestDatabase Database) : IAsyncDisposable
{
    /// <summary>Starts a silo on an empty database.</summary>
    public static async Task<SiloOnDatabase> StartAsync(StorageEngine engine, CancellationToken cancellationToken = default)
    {
        var database = await TestDatabase.CreateAsync(engine, cancellationToken);
        return new(await TestSilo.StartAsync(database.Settings), database);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Silo.DisposeAsync();
        await Database.DisposeAsync();
    }
}
