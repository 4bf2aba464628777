using AuthServe.Gateway.Tests;
using AuthServe.Support.Gateways;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Xunit;

[assembly: AssemblyFixture(typeof(Service))]

namespace AuthServe.Gateway.Tests;

/// <summary>
/// One silo and two gateways for all tests here, on SQLite or, with <c>AUTHSERVE_TEST_STORAGE=postgres</c>, on PostgreSQL. Every test makes
/// names and organizations of its own.
/// </summary>
public sealed class Service : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private TestSilo _silo = null!;
    private TestGateway _first = null!;
    private TestGateway _second = null!;

    /// <summary>Calls the first gateway.</summary>
    public Api Api { get; private set; } = null!;

    /// <summary>Calls the second gateway, which shares nothing with the first but the silo.</summary>
    public Api OtherApi { get; private set; } = null!;

    /// <summary>The silo's services, to look behind the HTTP.</summary>
    public TestSilo Silo => _silo;

    /// <summary>The first gateway's services.</summary>
    public IServiceProvider GatewayServices => _first.Services;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(TestDatabase.ChosenEngine);
        _silo = await TestSilo.StartAsync(_database.Settings);
        _first = await (await TestGateway.StartAsync([_silo.GatewayPort])).ReadyAsync();
        _second = await (await TestGateway.StartAsync([_silo.GatewayPort])).ReadyAsync();
        (Api, OtherApi) = (new(_first.Http), new(_second.Http));

        // What everybody does is compiled before everybody does it at once: a busy machine is too slow for a database that ends a transaction in
        // which nothing happens for two seconds.
        foreach (var api in (Api[])[Api, OtherApi]) await api.AddUserAsync(await api.SignUpAsync(), "user");
    }

    public async ValueTask DisposeAsync()
    {
        await _second.DisposeAsync();
        await _first.DisposeAsync();
        await _silo.DisposeAsync();
        await _database.DisposeAsync();
    }
}
