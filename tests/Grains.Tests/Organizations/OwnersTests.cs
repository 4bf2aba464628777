using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using Xunit;

namespace AuthServe.Grains.Tests.Organizations;

/// <summary>An organization never loses its last active owner, and the owner role never its system permissions.</summary>
public sealed class OwnersTests(SharedSilo silo)
{
    [Fact]
    public async Task The_last_owner_stays()
    {
        var tenant = await silo.SignUpAsync();

        Assert.Equal("organization.last_owner", (await tenant.Members.UnassignRoleAsync(tenant.AsOwner, tenant.Owner, "owner")).Fault?.Code);
        Assert.Equal("organization.last_owner", (await tenant.Members.UpdateMemberAsync(tenant.AsOwner, tenant.Owner, new(null, false))).Fault?.Code);
        Assert.Equal("organization.last_owner", (await tenant.Members.RemoveMemberAsync(tenant.AsOwner, tenant.Owner)).Fault?.Code);
    }

    [Fact]
    public async Task A_disabled_owner_does_not_count()
    {
        var tenant = await silo.SignUpAsync();
        var second = await tenant.AddAsync("owner");
        await tenant.Members.UpdateMemberAsync(tenant.AsOwner, second, new(null, false));

        Assert.Equal("organization.last_owner", (await tenant.Members.UnassignRoleAsync(tenant.AsOwner, tenant.Owner, "owner")).Fault?.Code);

        await tenant.Members.UpdateMemberAsync(tenant.AsOwner, second, new(null, true));
        Assert.Null((await tenant.Members.UnassignRoleAsync(tenant.AsOwner, tenant.Owner, "owner")).Fault);
    }

    [Fact]
    public async Task Owners_who_all_leave_at_once_leave_one_behind()
    {
        var tenant = await silo.SignUpAsync();
        var owners = new List<UserId> { tenant.Owner };
        for (var number = 0; number < 9; number++) owners.Add(await tenant.AddAsync("owner"));

        var leaves = Enumerable.Range(0, 100).Select(number =>
        {
            var (actor, target) = (new Actor(owners[number % 10]), owners[number * 7 % 10]);
            return (number % 3) switch
            {
                0 => FaultOf(tenant.Members.UnassignRoleAsync(actor, target, "owner")),
                1 => FaultOf(tenant.Members.UpdateMemberAsync(actor, target, new(null, false))),
                _ => FaultOf(tenant.Members.RemoveMemberAsync(actor, target)),
            };
        });
        await Task.WhenAll(leaves);

        var left = (await tenant.Members.ListMembersAsync(new(null, "owner", true), null, 100)).Items;
        Assert.NotEmpty(left);
        await silo.AssertConsistentAsync(tenant);
    }

    [Fact]
    public async Task The_owner_role_keeps_the_system_permissions()
    {
        var tenant = await silo.SignUpAsync();

        Assert.Equal(
            "role.owner_keeps_system_permissions", (await tenant.Roles.DetachPermissionAsync(tenant.AsOwner, "owner", "auth.role.write")).Fault?.Code);
        Assert.Equal("role.owner_keeps_system_permissions", (await tenant.Roles.UpdateRoleAsync(tenant.AsOwner, "owner", new(null, []))).Fault?.Code);
        Assert.Equal("role.system", (await tenant.Roles.DeleteRoleAsync(tenant.AsOwner, "owner")).Fault?.Code);
        Assert.Equal("permission.system", (await tenant.Permissions.DeletePermissionAsync(tenant.AsOwner, "auth.role.write")).Fault?.Code);
        Assert.Equal("permission.reserved", (await tenant.Permissions.CreatePermissionAsync(tenant.AsOwner, "auth.nothing.read", null)).Fault?.Code);
    }

    private static async Task<Fault?> FaultOf<T>(Task<Outcome<T>> outcome)
        where T : class => (await outcome).Fault;
}
