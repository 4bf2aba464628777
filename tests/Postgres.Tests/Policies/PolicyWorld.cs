using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.GrainInterfaces.Roles;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Support.Silos;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace AuthServe.Postgres.Tests.Policies;

/// <summary>An organization whose members hold one role, to which one permission is given and taken, as seen from a silo.</summary>
internal sealed class PolicyWorld
{
    public const string Permission = "billing.invoice.create";
    private const string Role = "clerk";
    private readonly IGrainFactory _grains;
    private readonly Actor _owner;
    private int _members;

    private PolicyWorld(IGrainFactory grains, OrganizationId organization, Actor owner) =>
        (_grains, Organization, _owner) = (grains, organization, owner);

    public OrganizationId Organization { get; }

    public static async Task<PolicyWorld> FoundAsync(IGrainFactory grains)
    {
        var signedUp = (await grains.GetGrain<IAccountsGrain>(0).SignUpAsync(new(Account("owner"), new("Wonderland", null, "teams", false)))).Value!;
        var world = new PolicyWorld(grains, signedUp.Organization, new(signedUp.User));
        var key = signedUp.Organization.Value;
        Assert.Null((await grains.GetGrain<IOrganizationPermissions>(key).CreatePermissionAsync(world._owner, Permission, null)).Fault);
        Assert.Null((await grains.GetGrain<IOrganizationRoles>(key).CreateRoleAsync(world._owner, new(Role, null, []))).Fault);
        return world;
    }

    public async Task<UserId> AddMemberAsync()
    {
        var account = Account($"{Role}{++_members}");
        var added = await _grains.GetGrain<IAccountsGrain>(0).AddUserAsync(Organization, _owner, new(account, [Role]));
        return added.Value!.Value.User;
    }

    public async Task<ClientId> AddClientAsync(string name)
    {
        var settings = new ClientSettings(name, true, AuthenticationMethods.ClientSecretBasic, [], [], [GrantTypes.ClientCredentials], null, true, null);
        return (await Clients.CreateClientAsync(_owner, new(settings, "hash"))).Value!.Value.Id;
    }

    public async Task RenameAsync(ClientId client, string name) =>
        Assert.Null((await Clients.UpdateClientAsync(_owner, client, new(name, null, null, null, null, null, null, null))).Fault);

    public Task AttachAsync(IGrainFactory? from = null) => SucceedAsync(from, roles => roles.AttachPermissionAsync(_owner, Role, Permission));

    public Task DetachAsync(IGrainFactory? from = null) => SucceedAsync(from, roles => roles.DetachPermissionAsync(_owner, Role, Permission));

    public async Task UnassignAsync(UserId user) =>
        Assert.Null((await _grains.GetGrain<IOrganizationMembers>(Organization.Value).UnassignRoleAsync(_owner, user, Role)).Fault);

    public async Task<bool> MayAsync(IGrainFactory from, UserId user) =>
        (await from.GetGrain<IUserGrain>(user.Value).CheckAsync(Organization, new(Permission))).IsAllowed;

    /// <summary>On which silo the user is active, as the grain directory says; null when on none.</summary>
    public ValueTask<SiloAddress?> FindAsync(UserId user) =>
        _grains.GetGrain<IManagementGrain>(0).GetActivationAddress(_grains.GetGrain<IUserGrain>(user.Value));

    public async Task<bool> LivesOnAsync(UserId user, TestSilo silo) =>
        silo.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.Equals(await FindAsync(user));

    private IOrganizationClients Clients => _grains.GetGrain<IOrganizationClients>(Organization.Value);

    private static NewAccount Account(string name) => new(name, $"{name}@example.com", null, new Password("a long walk in May"));

    private async Task SucceedAsync<T>(IGrainFactory? from, Func<IOrganizationRoles, Task<Outcome<T>>> change)
        where T : class =>
        Assert.Null((await change((from ?? _grains).GetGrain<IOrganizationRoles>(Organization.Value))).Fault);
}
