using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using Xunit;

namespace AuthServe.Grains.Tests.Clients;

/// <summary>Nobody but an owner gets, through a client, at what they do not hold.</summary>
public sealed class ClientEscalationTests(SharedSilo silo)
{
    [Fact]
    public async Task A_client_manager_makes_clients_only_for_what_they_hold()
    {
        var (tenant, manager) = await PrepareAsync();

        Assert.Null(await CreateAsync(tenant, manager, ClientSamples.Web("openid", "billing.invoice.create", "auth.client.read")));
        Assert.Equal("grant.exceeds_own", await CreateAsync(tenant, manager, ClientSamples.Web("billing.report.read")));
        Assert.Equal("grant.exceeds_own", await CreateAsync(tenant, manager, ClientSamples.Service()));
        Assert.Null(await CreateAsync(tenant, tenant.AsOwner, ClientSamples.Web("billing.report.read")));
    }

    [Fact]
    public async Task A_client_manager_changes_no_client_into_one_they_could_not_make()
    {
        var (tenant, manager) = await PrepareAsync();
        var own = (await tenant.Clients.CreateClientAsync(manager, new(ClientSamples.Web("openid"), "hash"))).Value!.Value.Id;
        var unlimited = await tenant.AddClientAsync();

        Assert.Equal("grant.exceeds_own", await UpdateAsync(tenant, manager, own, ClientSamples.Limit("billing.report.read")));
        Assert.Equal("grant.exceeds_own", await UpdateAsync(tenant, manager, unlimited, ClientSamples.Rename("Mine")));
        Assert.Null(await UpdateAsync(tenant, manager, own, ClientSamples.Limit("billing.invoice.read")));
        Assert.Null(await UpdateAsync(tenant, manager, unlimited, ClientSamples.Limit("billing.invoice.read")));
        Assert.Null(await UpdateAsync(tenant, manager, unlimited, ClientSamples.Rename("Mine")));
    }

    [Fact]
    public async Task A_client_manager_gives_a_client_only_roles_they_could_hold()
    {
        var (tenant, manager) = await PrepareAsync();
        await tenant.AddRoleAsync("reporter", "billing.report.read");
        await tenant.AddRoleAsync("clerk", "billing.invoice.read");
        var client = (await tenant.Clients.CreateClientAsync(manager, new(ClientSamples.Web("openid"), "hash"))).Value!.Value.Id;

        Assert.Null((await tenant.Clients.AssignClientRoleAsync(manager, client, "clerk")).Fault);
        Assert.Equal("grant.exceeds_own", (await tenant.Clients.AssignClientRoleAsync(manager, client, "reporter")).Fault?.Code);
        Assert.Equal("role.not_found", (await tenant.Clients.AssignClientRoleAsync(manager, client, "nothing")).Fault?.Code);
    }

    [Fact]
    public async Task Nobody_takes_over_a_client_whose_roles_exceed_their_own()
    {
        var (tenant, manager) = await PrepareAsync();
        await tenant.AddRoleAsync("reporter", "billing.report.read");
        var client = (await tenant.Clients.CreateClientAsync(manager, new(ClientSamples.Web("openid"), "hash"))).Value!.Value.Id;
        Assert.Null((await tenant.Clients.RotateSecretAsync(manager, client, "known to the manager", TimeSpan.Zero)).Fault);
        await tenant.Clients.AssignClientRoleAsync(tenant.AsOwner, client, "reporter");

        Assert.Equal("grant.exceeds_own", (await tenant.Clients.RotateSecretAsync(manager, client, "x", TimeSpan.Zero)).Fault?.Code);
        Assert.Equal("grant.exceeds_own", await UpdateAsync(tenant, manager, client, ClientSamples.RedirectTo("https://mine.example/")));
        Assert.Null((await tenant.Clients.UnassignClientRoleAsync(manager, client, "reporter")).Fault);
        Assert.Null((await tenant.Clients.RotateSecretAsync(manager, client, "x", TimeSpan.Zero)).Fault);
    }

    [Fact]
    public async Task A_client_is_never_an_owner()
    {
        var tenant = await silo.SignUpAsync();
        var client = await tenant.AddClientAsync();

        Assert.Equal("client.no_owner", (await tenant.Clients.AssignClientRoleAsync(tenant.AsOwner, client, "owner")).Fault?.Code);
    }

    [Fact]
    public async Task Each_command_takes_its_permission()
    {
        var tenant = await silo.SignUpAsync();
        var client = await tenant.AddClientAsync();
        var admin = new Actor(await tenant.AddAsync("admin"));
        await tenant.AddRoleAsync("writer", "auth.client.write");
        var writer = new Actor(await tenant.AddAsync("writer"));

        Assert.Equal("actor.forbidden", await CreateAsync(tenant, admin, ClientSamples.Web()));
        Assert.Equal("actor.forbidden", await UpdateAsync(tenant, admin, client, ClientSamples.Rename("Mine")));
        Assert.Equal("actor.forbidden", (await tenant.Clients.RotateSecretAsync(admin, client, "x", TimeSpan.Zero)).Fault?.Code);
        Assert.Equal("actor.forbidden", (await tenant.Clients.AssignClientRoleAsync(admin, client, "user")).Fault?.Code);
        Assert.Equal("actor.forbidden", (await tenant.Clients.UnassignClientRoleAsync(admin, client, "user")).Fault?.Code);
        Assert.Equal("actor.forbidden", (await tenant.Clients.DeleteClientAsync(writer, client)).Fault?.Code);
    }

    [Fact]
    public async Task A_client_acts_with_its_own_rights()
    {
        var (tenant, _) = await PrepareAsync();
        var client = await tenant.AddClientAsync("manager");

        var made = await tenant.Clients.CreateClientAsync(new(client.ServiceAccount), new(ClientSamples.Web("billing.invoice.read"), "hash"));
        var more = await tenant.Clients.CreateClientAsync(new(client.ServiceAccount), new(ClientSamples.Web("billing.report.read"), "hash"));

        Assert.Null(made.Fault);
        Assert.Equal("grant.exceeds_own", more.Fault?.Code);
    }

    private async Task<(Tenant Tenant, Actor Manager)> PrepareAsync()
    {
        var tenant = await silo.SignUpAsync();
        await tenant.AddRoleAsync("manager", "auth.client.all", "billing.invoice.all");
        return (tenant, new(await tenant.AddAsync("manager")));
    }

    private static async Task<string?> CreateAsync(Tenant tenant, Actor actor, ClientSettings settings) =>
        (await tenant.Clients.CreateClientAsync(actor, new(settings, "hash"))).Fault?.Code;

    private static async Task<string?> UpdateAsync(Tenant tenant, Actor actor, ClientId client, UpdateClient command) =>
        (await tenant.Clients.UpdateClientAsync(actor, client, command)).Fault?.Code;
}
