using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Organizations;
using AuthServe.Grains.Projections;
using AuthServe.Grains.Users;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit;

namespace AuthServe.Grains.Tests.Organizations;

/// <summary>
/// A write that somebody lost sight of (its silo froze, its connection broke) may arrive when the world has moved on. Here the test plays
/// the one who sends it.
/// </summary>
public sealed class LateWritesTests(SharedSilo silo)
{
    private const string Permission = "billing.invoice.create";

    private IGrainStorage Storage => silo.Services.GetRequiredKeyedService<IGrainStorage>("Default");

    [Fact]
    public async Task A_grant_on_its_way_does_not_arrive_after_a_revoke_that_found_nothing_to_revoke()
    {
        var tenant = await silo.SignUpAsync();
        await tenant.AddRoleAsync("clerk");
        await tenant.Permissions.CreatePermissionAsync(tenant.AsOwner, Permission, null);
        var late = await ReadRowAsync(tenant);

        Assert.Null((await tenant.Roles.DetachPermissionAsync(tenant.AsOwner, "clerk", Permission)).Fault);

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteRowAsync(tenant, late));
    }

    [Fact]
    public async Task A_revoke_that_finds_nothing_to_revoke_is_not_acknowledged_by_an_activation_that_is_behind()
    {
        var tenant = await silo.SignUpAsync();
        var admin = await tenant.AddAsync("user");
        await WriteRowAsync(tenant, await ReadRowAsync(tenant));

        await Assert.ThrowsAnyAsync<Exception>(() => tenant.Members.UnassignRoleAsync(tenant.AsOwner, admin, "admin"));

        Assert.Null((await tenant.Members.UnassignRoleAsync(tenant.AsOwner, admin, "admin")).Fault);
    }

    [Fact]
    public async Task An_overtaken_organization_fills_no_replica()
    {
        var tenant = await silo.SignUpAsync();
        // The silo has its copy: nobody else asks meanwhile.
        Assert.True(await tenant.MayAsync(tenant.AsOwner.User, "auth.user.read"));
        await WriteRowAsync(tenant, await ReadRowAsync(tenant));

        await Assert.ThrowsAsync<StateUnavailableException>(() => tenant.Organization.GetPolicyAsync().AsTask());

        Assert.NotNull(await tenant.Organization.GetPolicyAsync());
    }

    [Fact]
    public async Task An_entry_that_arrives_after_the_removal_brings_nobody_back()
    {
        var tenant = await silo.SignUpAsync();
        var admin = await tenant.AddAsync("admin");
        var user = silo.Grain<IUserMemberships>(admin.Value);
        var before = (await user.FindAsync(tenant.Id))!;
        var late = new MemberEffect { User = admin.Value, Profile = before.Profile, Membership = before.Membership };

        await tenant.Members.RemoveMemberAsync(tenant.AsOwner, admin);
        var applied = await user.ApplyAsync(tenant.Id, late, before.Membership.Revision, DateTimeOffset.UnixEpoch);

        Assert.True(applied.IsDeleted);
        Assert.False(await tenant.MayAsync(admin, "auth.user.read"));
        Assert.Null((await silo.TrySignUpAsync(before.Profile.Username)).Fault);
    }

    [Fact]
    public async Task A_projection_that_arrives_late_does_not_list_the_removed_again()
    {
        var tenant = await silo.SignUpAsync();
        var admin = await tenant.AddAsync("admin");
        var late = (await ReadRowAsync(tenant)).State!.Pending!;

        await tenant.Members.RemoveMemberAsync(tenant.AsOwner, admin);
        await silo.Services.GetRequiredService<SqlProjections>().WriteAsync(tenant.Id.Value, late);

        Assert.DoesNotContain(admin, (await tenant.Members.ListMembersAsync(new(null, null, null), null, 10)).Items.Select(member => member.User));
    }

    private async Task<GrainState<OrganizationState>> ReadRowAsync(Tenant tenant)
    {
        var row = new GrainState<OrganizationState>(new());
        await Storage.ReadStateAsync("organization", ((IAddressable)tenant.Organization).GetGrainId(), row);
        return row;
    }

    private Task WriteRowAsync(Tenant tenant, GrainState<OrganizationState> row) =>
        Storage.WriteStateAsync("organization", ((IAddressable)tenant.Organization).GetGrainId(), row);
}
