using System.Data.Common;
using AuthServe.Grains.Organizations;
using AuthServe.Grains.Permissions;
using AuthServe.Grains.Roles;
using AuthServe.Grains.Users;
using AuthServe.Permissions;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit;

namespace AuthServe.Grains.Tests.Organizations;

/// <summary>An organization founded by a version that knew fewer system permissions gets the new ones when it is next used.</summary>
public sealed class UpgradeTests(SharedSilo silo)
{
    private static readonly string[] New = ["auth.client.all", "auth.client.delete", "auth.client.read", "auth.client.write"];

    [Fact]
    public async Task Its_owner_and_its_catalogue_get_what_is_new_in_one_entry()
    {
        var tenant = await silo.SignUpAsync();
        await AgeAsync(tenant);

        Assert.Equal(2, (await tenant.Organization.GetPolicyAsync())!.Revision);

        Assert.Equal(2, (await silo.User(tenant.Owner).CheckAsync(tenant.Id, new("auth.client.write"))).Revision);
        Assert.Equal(SystemPermissions.All.Select(permission => permission.Name.Value), (await tenant.Roles.GetRoleAsync("owner")).Value!.Permissions);
        Assert.True((await tenant.Permissions.GetPermissionAsync("auth.client.read")).Value!.IsSystem);
        Assert.Equal(("organization.upgrade", null), await ReadEntryAsync(tenant, 2));
        await silo.AssertConsistentAsync(tenant);
    }

    [Fact]
    public async Task It_happens_once()
    {
        var tenant = await silo.SignUpAsync();
        await AgeAsync(tenant);
        await tenant.Organization.GetPolicyAsync();

        await SharedSilo.DeactivateAsync(tenant.Organization);

        Assert.Equal(2, (await tenant.Organization.GetPolicyAsync())!.Revision);
    }

    [Fact]
    public async Task An_organization_that_lacks_nothing_is_left_as_it_is()
    {
        var tenant = await silo.SignUpAsync();

        await SharedSilo.DeactivateAsync(tenant.Organization);

        Assert.Equal(1, (await tenant.Organization.GetPolicyAsync())!.Revision);
    }

    [Fact]
    public void What_else_the_owner_role_carries_stays_and_what_the_catalogue_has_is_not_added_again()
    {
        var owner = new RoleState { Name = "owner", Permissions = ["auth.user.read", "billing.invoice.read"], Revision = 1 };
        var known = SystemPermissions.All.Select(permission => new GrainInterfaces.Permissions.Permission(permission.Name.Value, null, true, default));

        var entry = Upgrade.Entry(Guid.NewGuid(), 2, owner, known.Skip(1), default)!;

        Assert.Contains("billing.invoice.read", Assert.Single(entry.ChangedRoles).Permissions);
        Assert.Equal(SystemPermissions.All[0].Name.Value, Assert.Single(entry.Catalogue!.Added).Slug);
        Assert.Equal(2, entry.ChangedRoles[0].Revision);
    }

    // Takes the new permissions out of the rows, as an earlier version left them.
    private async Task AgeAsync(Tenant tenant)
    {
        var role = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IRoleGrain>(tenant.Id.Value, "owner");
        var catalogue = silo.Grain<ICatalogueGrain>(tenant.Id.Value);
        await RewriteAsync<RoleState>("role", role, state => state with { Permissions = state.Permissions.RemoveRange(New) });
        await RewriteAsync<CatalogueState>("catalogue", catalogue, state => state with { Items = state.Items.RemoveAll(item => New.Contains(item.Slug)) });
        await RewriteAsync<OrganizationState>("organization", tenant.Organization, state => state with
        {
            Pending = state.Pending! with
            {
                ChangedRoles = [.. state.Pending.ChangedRoles.Select(changed => changed with { Permissions = changed.Permissions.RemoveRange(New) })],
            },
        });
        await SharedSilo.DeactivateAsync(role);
        await SharedSilo.DeactivateAsync(catalogue);
        await SharedSilo.DeactivateAsync(tenant.Organization);
    }

    private async Task RewriteAsync<T>(string name, IAddressable grain, Func<T, T> change)
    {
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>("Default");
        var state = new GrainState<T>();
        await storage.ReadStateAsync(name, grain.GetGrainId(), state);
        state.State = change(state.State!);
        await storage.WriteStateAsync(name, grain.GetGrainId(), state);
    }

    private async Task<(string Command, Guid? Actor)> ReadEntryAsync(Tenant tenant, long revision)
    {
        await using var connection = await silo.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        await using var reader = (DbDataReader)await connection.ExecuteReaderAsync(
            "SELECT command, actor_id FROM organization_log WHERE organization_id = @id AND revision = @revision", new { id = tenant.Id.Value, revision });
        Assert.True(await reader.ReadAsync());
        return (reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<Guid>(1));
    }
}
