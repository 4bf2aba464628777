using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Support.Gateways;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServe.Micro;

/// <summary>A silo on the embedded database, a gateway, and an organization with its owner, all in this process.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly TestGateway _gateway;

    private World(TestDatabase database, TestSilo silo, TestGateway gateway, SignedUp signedUp)
    {
        (_database, Silo, _gateway) = (database, silo, gateway);
        (Organization, Owner) = (signedUp.Organization, signedUp.User);
    }

    public TestSilo Silo { get; }

    public OrganizationId Organization { get; }

    public UserId Owner { get; }

    /// <summary>Calls the silo as the gateway does, over TCP.</summary>
    public IGrainFactory FromGateway => _gateway.Services.GetRequiredService<IClusterClient>();

    public static async Task<World> StartAsync()
    {
        var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite);
        var silo = await TestSilo.StartAsync(database.Settings);
        var gateway = await (await TestGateway.StartAsync([silo.GatewayPort])).ReadyAsync();
        var signedUp = await silo.Grains.GetGrain<IAccountsGrain>(0).SignUpAsync(
            new(new NewAccount("alice", "alice@example.com", null, new("a long walk in May")), new OrganizationProfile("Wonderland", null, "teams", false)));
        return new(database, silo, gateway, signedUp.Value!);
    }

    /// <summary>Adds a user without a password, which would have to be hashed.</summary>
    public async Task AddUserAsync(string name)
    {
        var user = UserId.New(TimeProvider.System);
        await Silo.Grains.GetGrain<ILoginNameGrain>(LoginName.UsernameKey(name)).ReserveAsync(user, Organization);
        await Silo.Grains.GetGrain<ILoginNameGrain>(LoginName.EmailKey($"{name}@example.com")).ReserveAsync(user, Organization);
        await Silo.Grains.GetGrain<IOrganizationMembers>(Organization.Value).AddAsync(
            new(Owner), new(user, name, $"{name}@example.com", null, ["user"], HasNoPassword: true));
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await Silo.DisposeAsync();
        await _database.DisposeAsync();
    }
}
