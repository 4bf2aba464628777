using System.Data.Common;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.Grains.Organizations;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServe.Grains.Tests.Clients;

/// <summary>OAuth clients come and change through their organization, and their grains answer the OAuth endpoints.</summary>
public sealed class ClientTests(SharedSilo silo)
{
    [Fact]
    public async Task A_client_is_found_by_its_id_with_the_hash_of_its_secret()
    {
        var tenant = await silo.SignUpAsync();
        var settings = ClientSamples.Web("openid", "billing.invoice.read") with { IsFirstParty = true };

        var created = (await tenant.Clients.CreateClientAsync(tenant.AsOwner, new(settings, "hash"))).Value!.Value;

        var found = await FindAsync(created.Id);
        Assert.Equal((created.Id, tenant.Id, "Billing", true, true), (found!.Id, found.Organization, found.Name, found.IsConfidential, found.IsFirstParty));
        Assert.Equal(settings.RedirectUris, found.RedirectUris);
        Assert.Equal(settings.GrantTypes, found.GrantTypes);
        Assert.Equal(settings.Scopes, found.Scopes);
        Assert.Equal(new("hash", created.CreatedAt, null), Assert.Single(found.Secrets));
        Assert.Equal(new(created.CreatedAt, null), Assert.Single(created.Secrets));
    }

    [Fact]
    public async Task Nobody_has_an_id_that_was_never_given() => Assert.Null(await FindAsync(ClientId.New(TimeProvider.System)));

    [Fact]
    public async Task A_deleted_client_leaves_nothing_usable_also_after_its_activation()
    {
        var tenant = await silo.SignUpAsync();
        var client = await tenant.AddClientAsync("admin");
        var account = client.ServiceAccount;
        Assert.True(await tenant.MayAsync(account, "auth.user.write"));

        Assert.Null((await tenant.Clients.DeleteClientAsync(tenant.AsOwner, client)).Fault);

        Assert.Null(await FindAsync(client));
        Assert.False(await tenant.MayAsync(account, "auth.user.write"));
        Assert.Null(await silo.User(account).GetAccountAsync());
        await SharedSilo.DeactivateAsync(silo.Grain<IClientGrain>(client.GrainKey));
        Assert.Null(await FindAsync(client));
        Assert.Equal("client.not_found", (await tenant.Clients.GetClientAsync(client)).Fault?.Code);
        Assert.Empty((await tenant.Clients.ListClientsAsync(null, 10)).Items);
    }

    [Fact]
    public async Task A_replaced_secret_works_for_the_overlap_and_an_older_one_does_not()
    {
        var tenant = await silo.SignUpAsync();
        var client = await tenant.AddClientAsync();

        await tenant.Clients.RotateSecretAsync(tenant.AsOwner, client, "second", TimeSpan.FromHours(1));
        var rotated = (await tenant.Clients.RotateSecretAsync(tenant.AsOwner, client, "third", TimeSpan.FromHours(1))).Value!.Value;

        var found = (await FindAsync(client))!.Secrets;
        Assert.Equal(["third", "second"], found.Select(secret => secret.Sha256));
        Assert.Equal([null, found[0].CreatedAt + TimeSpan.FromHours(1)], found.Select(secret => secret.ExpiresAt));
        Assert.Equal(2, rotated.Secrets.Length);

        silo.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Single((await tenant.Clients.GetClientAsync(client)).Value!.Secrets);
    }

    [Fact]
    public async Task A_secret_that_is_replaced_without_overlap_is_gone()
    {
        var tenant = await silo.SignUpAsync();
        var client = await tenant.AddClientAsync();

        await tenant.Clients.RotateSecretAsync(tenant.AsOwner, client, "second", TimeSpan.Zero);

        Assert.Equal("second", Assert.Single((await FindAsync(client))!.Secrets).Sha256);
    }

    [Fact]
    public async Task A_client_that_signs_instead_has_no_secret_any_more()
    {
        var tenant = await silo.SignUpAsync();
        var client = await tenant.AddClientAsync();

        await tenant.Clients.UpdateClientAsync(tenant.AsOwner, client, ClientSamples.Authenticate(AuthenticationMethods.PrivateKeyJwt, """{"keys":[]}"""));
        Assert.Empty((await FindAsync(client))!.Secrets);
        Assert.Equal("client.no_secret", (await tenant.Clients.RotateSecretAsync(tenant.AsOwner, client, "x", TimeSpan.Zero)).Fault?.Code);

        await tenant.Clients.UpdateClientAsync(tenant.AsOwner, client, ClientSamples.Authenticate(AuthenticationMethods.ClientSecretPost));
        Assert.Null((await FindAsync(client))!.Jwks);
        Assert.Null((await tenant.Clients.RotateSecretAsync(tenant.AsOwner, client, "x", TimeSpan.Zero)).Fault);
    }

    [Fact]
    public async Task What_does_not_fit_together_is_refused_and_changes_nothing()
    {
        var tenant = await silo.SignUpAsync();
        var client = (await tenant.Clients.CreateClientAsync(tenant.AsOwner, new(ClientSamples.Web(), "hash"))).Value!.Value.Id;

        Assert.Equal("client.invalid", await ChangeAsync(ClientSamples.RedirectTo()));
        Assert.Equal("client.invalid", await ChangeAsync(ClientSamples.RedirectTo("com.example.app:/callback")));
        Assert.Equal("client.invalid", await ChangeAsync(ClientSamples.Authenticate(AuthenticationMethods.None)));
        Assert.Equal("client.invalid", await ChangeAsync(ClientSamples.Authenticate(AuthenticationMethods.PrivateKeyJwt)));
        Assert.Equal(["https://billing.example.com/callback"], (await FindAsync(client))!.RedirectUris);

        async Task<string?> ChangeAsync(UpdateClient command) => (await tenant.Clients.UpdateClientAsync(tenant.AsOwner, client, command)).Fault?.Code;
    }

    [Fact]
    public async Task A_change_that_changes_nothing_is_no_entry()
    {
        var tenant = await silo.SignUpAsync();
        var client = await tenant.AddClientAsync("user");
        var revision = (await tenant.Organization.GetPolicyAsync())!.Revision;

        var renamed = await tenant.Clients.UpdateClientAsync(tenant.AsOwner, client, ClientSamples.Rename("Billing"));
        var assigned = await tenant.Clients.AssignClientRoleAsync(tenant.AsOwner, client, "user");
        var unassigned = await tenant.Clients.UnassignClientRoleAsync(tenant.AsOwner, client, "admin");

        Assert.Equal([revision, revision, revision], [renamed.Value!.Revision, assigned.Value!.Revision, unassigned.Value!.Revision]);
    }

    [Fact]
    public async Task Pages_by_age_and_ends()
    {
        var tenant = await silo.SignUpAsync();
        var made = new List<ClientId>();
        for (var number = 0; number < 5; number++) made.Add(await tenant.AddClientAsync());

        var first = await tenant.Clients.ListClientsAsync(null, 3);
        Assert.True(ClientId.TryParse(first.Next, out var after));
        var second = await tenant.Clients.ListClientsAsync(after, 3);

        Assert.Null(second.Next);
        Assert.Equal((3, 2), (first.Items.Length, second.Items.Length));
        Assert.Equal(
            made.Select(id => id.ToString()).Order(StringComparer.Ordinal), first.Items.Concat(second.Items).Select(client => client.Id.ToString()));
    }

    [Fact]
    public async Task An_organization_has_only_so_many_clients()
    {
        var tenant = await silo.SignUpAsync();
        await using var connection = await silo.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(
            """
            INSERT INTO directory_clients (organization_id, client_id, name, created_at, revision)
            VALUES (@organization, @client, 'Old', @now, 1)
            """,
            Enumerable.Range(0, OrganizationLimits.Clients)
                .Select(_ => new { organization = tenant.Id.Value, client = Guid.NewGuid(), now = silo.Clock.GetUtcNow() }));
        await transaction.CommitAsync();

        Assert.Equal(
            "client.limit_reached", (await tenant.Clients.CreateClientAsync(tenant.AsOwner, new(ClientSamples.Service(), "hash"))).Fault?.Code);
    }

    [Fact]
    public async Task A_client_of_another_organization_is_none()
    {
        var (tenant, other) = (await silo.SignUpAsync(), await silo.SignUpAsync());
        var theirs = await other.AddClientAsync();

        Assert.Equal("client.not_found", (await tenant.Clients.GetClientAsync(theirs)).Fault?.Code);
        Assert.Equal("client.not_found", (await tenant.Clients.UpdateClientAsync(tenant.AsOwner, theirs, ClientSamples.Rename("Mine"))).Fault?.Code);
        Assert.Equal("client.not_found", (await tenant.Clients.RotateSecretAsync(tenant.AsOwner, theirs, "x", TimeSpan.Zero)).Fault?.Code);
        Assert.Equal("client.not_found", (await tenant.Clients.AssignClientRoleAsync(tenant.AsOwner, theirs, "user")).Fault?.Code);
        Assert.Equal("client.not_found", (await tenant.Clients.UnassignClientRoleAsync(tenant.AsOwner, theirs, "user")).Fault?.Code);
        Assert.Equal("client.not_found", (await tenant.Clients.DeleteClientAsync(tenant.AsOwner, theirs)).Fault?.Code);
        Assert.Equal("actor.forbidden", (await other.Clients.DeleteClientAsync(tenant.AsOwner, theirs)).Fault?.Code);
        Assert.Equal(other.Id, (await FindAsync(theirs))!.Organization);
    }

    private ValueTask<OAuthClient?> FindAsync(ClientId client) => silo.Grain<IClientGrain>(client.GrainKey).FindAsync();
}
