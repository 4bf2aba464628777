using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Users;
using Xunit;

namespace AuthServe.Grains.Tests.Organizations;

/// <summary>Nobody but an owner grants what they do not hold, on any path.</summary>
public sealed class EscalationTests(SharedSilo silo)
{
    [Fact]
    public async Task An_owner_grants_what_they_do_not_hold()
    {
        var tenant = await silo.SignUpAsync();
        await tenant.AddRoleAsync("clerk", "billing.invoice.create");

        var clerk = await tenant.AddAsync("clerk");

        Assert.False(await tenant.MayAsync(tenant.Owner, "billing.invoice.create"));
        Assert.True(await tenant.MayAsync(clerk, "billing.invoice.create"));
    }

    [Fact]
    public async Task A_role_manager_assigns_only_roles_they_could_hold()
    {
        var tenant = await silo.SignUpAsync();
        await tenant.AddRoleAsync("manager", "auth.role.all", "billing.invoice.read");
        await tenant.AddRoleAsync("reader", "billing.invoice.read");
        await tenant.AddRoleAsync("clerk", "billing.invoice.create");
        var manager = await tenant.AddAsync("manager");
        var member = await tenant.AddAsync();

        Assert.Null((await tenant.Members.AssignRoleAsync(new(manager), member, "reader")).Fault);
        Assert.Equal("grant.exceeds_own", (await tenant.Members.AssignRoleAsync(new(manager), member, "clerk")).Fault?.Code);
        Assert.Equal("grant.exceeds_own", (await tenant.Members.AssignRoleAsync(new(manager), manager, "clerk")).Fault?.Code);
        Assert.Equal("owner.required", (await tenant.Members.AssignRoleAsync(new(manager), manager, "owner")).Fault?.Code);
    }

    [Fact]
    public async Task A_role_manager_puts_into_roles_only_what_they_hold()
    {
        var tenant = await silo.SignUpAsync();
        await tenant.AddRoleAsync("manager", "auth.role.all", "billing.invoice.all");
        await tenant.AddRoleAsync("other", "billing.report.read", "billing.invoice.create");
        var manager = new Actor(await tenant.AddAsync("manager"));

        Assert.Null((await tenant.Roles.AttachPermissionAsync(manager, "user", "billing.invoice.create")).Fault);
        Assert.Equal("grant.exceeds_own", (await tenant.Roles.AttachPermissionAsync(manager, "manager", "billing.report.read")).Fault?.Code);
        Assert.Equal("grant.exceeds_own", (await tenant.Roles.UpdateRoleAsync(manager, "user", new(null, ["billing.report.read"]))).Fault?.Code);
        Assert.Equal("grant.exceeds_own", (await tenant.Roles.CreateRoleAsync(manager, new("mine", null, ["billing.report.read"]))).Fault?.Code);
        Assert.Equal("owner.required", (await tenant.Roles.AttachPermissionAsync(manager, "owner", "billing.invoice.create")).Fault?.Code);
        Assert.Null((await tenant.Roles.DetachPermissionAsync(manager, "other", "billing.report.read")).Fault);
    }

    [Fact]
    public async Task Holding_every_action_is_not_holding_all()
    {
        var tenant = await silo.SignUpAsync();
        await tenant.AddRoleAsync("manager", "auth.role.read", "auth.role.write", "auth.role.delete");
        var manager = new Actor(await tenant.AddAsync("manager"));

        Assert.Equal("grant.exceeds_own", (await tenant.Roles.AttachPermissionAsync(manager, "user", "auth.role.all")).Fault?.Code);
    }

    [Fact]
    public async Task An_admin_adds_admins_and_users_but_no_owner_and_no_stronger_role()
    {
        var tenant = await silo.SignUpAsync();
        await tenant.AddRoleAsync("clerk", "billing.invoice.create");
        var admin = new Actor(await tenant.AddAsync("admin"));

        Assert.Null((await AddAsync(tenant, admin, "admin", "user")).Fault);
        Assert.Equal("owner.required", (await AddAsync(tenant, admin, "owner")).Fault?.Code);
        Assert.Equal("grant.exceeds_own", (await AddAsync(tenant, admin, "user", "clerk")).Fault?.Code);
        Assert.Equal("role.not_found", (await AddAsync(tenant, admin, "nobody")).Fault?.Code);
    }

    [Fact]
    public async Task A_refused_account_leaves_its_names_free()
    {
        var tenant = await silo.SignUpAsync();
        var admin = new Actor(await tenant.AddAsync("admin"));
        var account = SharedSilo.Account(SharedSilo.NewName());

        Assert.NotNull((await silo.Accounts.AddUserAsync(tenant.Id, admin, new(account, ["owner"]))).Fault);

        Assert.Null((await silo.Accounts.AddUserAsync(tenant.Id, admin, new(account, ["user"]))).Fault);
    }

    [Fact]
    public async Task An_admin_changes_no_owner()
    {
        var tenant = await silo.SignUpAsync();
        var admin = new Actor(await tenant.AddAsync("admin"));
        var second = await tenant.AddAsync("owner");

        Assert.Equal("owner.required", (await tenant.Members.UpdateMemberAsync(admin, second, new(null, false))).Fault?.Code);
        Assert.Equal("owner.required", (await tenant.Members.RemoveMemberAsync(admin, second)).Fault?.Code);
    }

    [Fact]
    public async Task Enabling_a_member_is_granting_them_their_roles()
    {
        var tenant = await silo.SignUpAsync();
        await tenant.AddRoleAsync("clerk", "billing.invoice.create");
        var admin = new Actor(await tenant.AddAsync("admin"));
        var clerk = await tenant.AddAsync("clerk");

        Assert.Null((await tenant.Members.UpdateMemberAsync(admin, clerk, new(null, false))).Fault);

        Assert.Equal("grant.exceeds_own", (await tenant.Members.UpdateMemberAsync(admin, clerk, new(null, true))).Fault?.Code);
        Assert.Null((await tenant.Members.UpdateMemberAsync(tenant.AsOwner, clerk, new(null, true))).Fault);
        Assert.True(await tenant.MayAsync(clerk, "billing.invoice.create"));
    }

    [Fact]
    public async Task Rights_are_those_of_now_not_those_of_a_token()
    {
        var tenant = await silo.SignUpAsync();
        var admin = await tenant.AddAsync("admin");

        await tenant.Members.UnassignRoleAsync(tenant.AsOwner, admin, "admin");

        Assert.Equal("actor.forbidden", (await AddAsync(tenant, new(admin), "user")).Fault?.Code);
    }

    [Fact]
    public async Task A_stranger_may_nothing_and_sees_nobody()
    {
        var (tenant, other) = (await silo.SignUpAsync(), await silo.SignUpAsync());

        Assert.Equal("actor.forbidden", (await tenant.Roles.CreateRoleAsync(other.AsOwner, new("mine", null, []))).Fault?.Code);
        Assert.Equal("user.not_found", (await tenant.Members.GetMemberAsync(other.Owner)).Fault?.Code);
        Assert.Equal("user.not_found", (await tenant.Members.AssignRoleAsync(tenant.AsOwner, other.Owner, "user")).Fault?.Code);
        Assert.Equal(Refusal.NotMember, (await silo.User(other.Owner).CheckAsync(tenant.Id, new("auth.user.read"))).Reason);
    }

    private Task<GrainInterfaces.Outcomes.Outcome<GrainInterfaces.Outcomes.Receipt<Member>>> AddAsync(Tenant tenant, Actor actor, params string[] roles) =>
        silo.Accounts.AddUserAsync(tenant.Id, actor, new(SharedSilo.Account(SharedSilo.NewName()), [.. roles]));
}
