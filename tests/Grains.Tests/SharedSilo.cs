using System.Data.Common;
using System.Text;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.Invitations;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.GrainInterfaces.Roles;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Credentials;
using AuthServe.Grains.Tests.Clients;
using AuthServe.Support.Mail;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Orleans.Runtime;
using Xunit;

[assembly: AssemblyFixture(typeof(AuthServe.Grains.Tests.SharedSilo))]

namespace AuthServe.Grains.Tests;

/// <summary>One silo for all tests here, on SQLite or, with <c>AUTHSERVE_TEST_STORAGE=postgres</c>, on PostgreSQL. Every test makes names and
/// organizations of its own.</summary>
public sealed class SharedSilo : IAsyncLifetime
{
    /// <summary>What every account made here has.</summary>
    public const string Password = "a long walk in May";

    private TestDatabase _database = null!;
    private TestSilo _silo = null!;

    /// <summary>What a silo of one test's own has in the place of what others have.</summary>
    public Action<IServiceCollection>? Configure { get; init; }

    public TestClock Clock { get; } = new();

    public StorageFaults Faults { get; } = new();

    public IServiceProvider Services => _silo.Services;

    public IAccountsGrain Accounts => _silo.Grains.GetGrain<IAccountsGrain>(0);

    public IAccountLinksGrain Links => _silo.Grains.GetGrain<IAccountLinksGrain>(0);

    /// <summary>The mail that the silo sends.</summary>
    public TestMailbox Mail => _silo.Mail;

    internal PasswordHasher Hasher => Services.GetRequiredService<PasswordHasher>();

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(TestDatabase.ChosenEngine);
        _silo = await TestSilo.StartAsync(_database.Settings, services =>
        {
            TestSilo.UseClock(services, Clock);
            services.AddStorageFaults(Faults);
            Configure?.Invoke(services);
        });
    }

    public T Grain<T>(Guid key)
        where T : IGrainWithGuidKey => _silo.Grains.GetGrain<T>(key);

    public T Grain<T>(string key)
        where T : IGrainWithStringKey => _silo.Grains.GetGrain<T>(key);

    public IUserGrain User(UserId user) => Grain<IUserGrain>(user.Value);

    public ICredentialsGrain Credentials(UserId user) => Grain<ICredentialsGrain>(user.Value);

    /// <summary>Ends the grain's activation: the next call begins a new one, which reads its state.</summary>
    public static ValueTask DeactivateAsync(IAddressable grain) => grain.Cast<IGrainManagementExtension>().DeactivateOnIdle();

    /// <summary>A new organization with its owner.</summary>
    public async Task<Tenant> SignUpAsync(string? name = null)
    {
        name ??= NewName();
        var signedUp = (await TrySignUpAsync(name)).Value!;
        return new(this, signedUp.Organization, signedUp.User);
    }

    public Task<Outcome<SignedUp>> TrySignUpAsync(string name, string? email = null) => Accounts.SignUpAsync(
        new(Account(name, email), new OrganizationProfile($"Org of {name}", null, "teams", false)));

    public static NewAccount Account(string name, string? email = null) => new(name, email ?? $"{name}@example.com", null, new(Password));

    public static string NewName() => "u" + Guid.NewGuid().ToString("N")[..12];

    /// <summary>The newest command in the log of an organization.</summary>
    public async Task<string?> NewestCommandAsync(Tenant tenant)
    {
        await using var connection = await Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<string>(
            "SELECT command FROM organization_log WHERE organization_id = @id ORDER BY revision DESC LIMIT 1", new { id = tenant.Id.Value });
    }

    /// <summary>Returns when no mail to that address waits to be looked at.</summary>
    public Task MailIsSettledAsync(string address) => _silo.MailIsSettledAsync(address);

    /// <summary>Everything in the grains' rows, as text.</summary>
    public async Task<string> EverythingStoredAsync()
    {
        await using var connection = await Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        var rows = await connection.QueryAsync<byte[]?>("SELECT PayloadBinary FROM OrleansStorage");
        return string.Concat(rows.Select(row => Encoding.UTF8.GetString(row ?? [])));
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _database.DisposeAsync();
    }
}

/// <summary>An organization under test.</summary>
public sealed class Tenant(SharedSilo silo, OrganizationId id, UserId owner)
{
    public OrganizationId Id => id;

    public UserId Owner => owner;

    public Actor AsOwner => new(owner);

    public IOrganizationGrain Organization => silo.Grain<IOrganizationGrain>(id.Value);

    public IOrganizationRoles Roles => silo.Grain<IOrganizationRoles>(id.Value);

    public IOrganizationPermissions Permissions => silo.Grain<IOrganizationPermissions>(id.Value);

    public IOrganizationManifest Manifest => silo.Grain<IOrganizationManifest>(id.Value);

    public IOrganizationMembers Members => silo.Grain<IOrganizationMembers>(id.Value);

    public IOrganizationInvitations Invitations => silo.Grain<IOrganizationInvitations>(id.Value);

    public IOrganizationClients Clients => silo.Grain<IOrganizationClients>(id.Value);

    /// <summary>Invites somebody; the token of the link in the mail.</summary>
    public async Task<string> InviteAsync(string role = "user")
    {
        var email = $"{SharedSilo.NewName()}@example.com";
        Assert.Null((await Invitations.InviteAsync(AsOwner, new(email, role))).Fault);
        return (await silo.Mail.ReceiveAsync(email, "accept-invitation", TestContext.Current.CancellationToken)).Token;
    }

    /// <summary>Adds an account with these roles.</summary>
    public async Task<UserId> AddAsync(params string[] roles)
    {
        var added = await silo.Accounts.AddUserAsync(id, AsOwner, new(SharedSilo.Account(SharedSilo.NewName()), [.. roles]));
        return added.Value!.Value.User;
    }

    /// <summary>Adds an account that nobody can sign in with, which is quick: no password is hashed.</summary>
    public async Task<UserId> AddSilentAsync(params string[] roles)
    {
        var (user, name) = (UserId.New(TimeProvider.System), SharedSilo.NewName());
        await silo.Grain<ILoginNameGrain>(LoginName.UsernameKey(name)).ReserveAsync(user, id);
        await silo.Grain<ILoginNameGrain>(LoginName.EmailKey($"{name}@example.com")).ReserveAsync(user, id);
        return (await Members.AddAsync(AsOwner, new(user, name, $"{name}@example.com", null, [.. roles]))).Value!.Value.User;
    }

    /// <summary>Registers a client that acts for itself with these roles; <c>hash</c> stands for that of its secret.</summary>
    public async Task<ClientId> AddClientAsync(params string[] roles)
    {
        var client = (await Clients.CreateClientAsync(AsOwner, new(ClientSamples.Service(), "hash"))).Value!.Value.Id;
        foreach (var role in roles) Assert.Null((await Clients.AssignClientRoleAsync(AsOwner, client, role)).Fault);
        return client;
    }

    /// <summary>Adds a role with these permissions, which come into the catalogue.</summary>
    public async Task AddRoleAsync(string role, params string[] permissions)
    {
        foreach (var permission in permissions)
        {
            if (!permission.StartsWith("auth.", StringComparison.Ordinal)) await Permissions.CreatePermissionAsync(AsOwner, permission, null);
        }

        Assert.Null((await Roles.CreateRoleAsync(AsOwner, new(role, null, [.. permissions]))).Fault);
    }

    public async Task<bool> MayAsync(UserId user, string permission) => (await silo.User(user).CheckAsync(id, new(permission))).IsAllowed;
}
