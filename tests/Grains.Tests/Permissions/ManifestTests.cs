using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Permissions;
using Xunit;

namespace AuthServe.Grains.Tests.Permissions;

/// <summary>An import makes catalogue and roles what the manifest says, in one revision, under the rules of every other command.</summary>
public sealed class ManifestTests(SharedSilo silo)
{
    private const string Create = "billing.invoice.create";
    private const string Read = "billing.invoice.read";

    [Fact]
    public async Task An_import_is_one_entry_of_the_log()
    {
        var tenant = await silo.SignUpAsync();
        await tenant.AddRoleAsync("old", "billing.old.read");
        var before = (await tenant.Organization.GetPolicyAsync())!.Revision;

        var receipt = (await ImportAsync(tenant, tenant.AsOwner, Manifest([Create, Read], Role("clerk", Create), Role("reader", Read)))).Value!;

        Assert.Equal(before + 1, receipt.Revision);
        Assert.Equal(before + 1, (await tenant.Organization.GetPolicyAsync())!.Revision);
        Assert.Equal("permission.import", await silo.NewestCommandAsync(tenant));
        Assert.Equal([Create, Read], receipt.Value.Permissions.Added.Select(permission => permission.Slug));
        Assert.Equal(["billing.old.read"], receipt.Value.Permissions.Removed.Select(permission => permission.Slug));
        Assert.Equal(["old"], receipt.Value.Roles.Removed.Select(role => role.Name));
        await silo.AssertConsistentAsync(tenant);
    }

    [Fact]
    public async Task An_import_without_a_difference_makes_no_revision()
    {
        var tenant = await silo.SignUpAsync();
        var manifest = Manifest([Create], Role("clerk", Create), Role("admin", Create));
        var first = (await ImportAsync(tenant, tenant.AsOwner, manifest)).Value!;

        var second = (await ImportAsync(tenant, tenant.AsOwner, manifest)).Value!;

        Assert.Equal((first.Revision, true), (second.Revision, second.Value.IsEmpty));
    }

    [Fact]
    public async Task System_permissions_and_system_roles_stay()
    {
        var tenant = await silo.SignUpAsync();
        var before = await RolesAsync(tenant);

        Assert.True((await ImportAsync(tenant, tenant.AsOwner, Manifest([]))).Value!.Value.IsEmpty);
        Assert.True((await ImportAsync(tenant, tenant.AsOwner, Manifest([], Role("owner"), Role("admin"), Role("user")))).Value!.Value.IsEmpty);

        Assert.Equal(before, await RolesAsync(tenant));
        Assert.Equal("permission.reserved", (await ImportAsync(tenant, tenant.AsOwner, Manifest(["auth.user.read"]))).Fault?.Code);
    }

    [Fact]
    public async Task A_system_role_that_is_named_carries_exactly_the_own_permissions_listed_and_one_that_is_not_stays()
    {
        var tenant = await silo.SignUpAsync();
        await ImportAsync(tenant, tenant.AsOwner, Manifest([Create, Read], Role("admin", Create), Role("user", Create, "auth.role.read")));

        await ImportAsync(tenant, tenant.AsOwner, Manifest([Create, Read], Role("admin", Read)));

        var roles = await RolesAsync(tenant);
        Assert.Contains(Read, roles["admin"], StringComparison.Ordinal);
        Assert.DoesNotContain(Create, roles["admin"], StringComparison.Ordinal);
        Assert.Contains("auth.user.all", roles["admin"], StringComparison.Ordinal);
        Assert.Equal("User: auth.role.read auth.user.read billing.invoice.create", roles["user"]);
    }

    [Fact]
    public async Task What_leaves_the_catalogue_leaves_every_role_and_everybody()
    {
        var tenant = await silo.SignUpAsync();
        await ImportAsync(tenant, tenant.AsOwner, Manifest([Create], Role("clerk", Create), Role("owner", Create)));
        var clerk = await tenant.AddSilentAsync("clerk");
        Assert.True(await tenant.MayAsync(clerk, Create));

        await ImportAsync(tenant, tenant.AsOwner, Manifest([], Role("clerk")));

        Assert.False(await tenant.MayAsync(clerk, Create));
        Assert.False(await tenant.MayAsync(tenant.Owner, Create));
        await silo.AssertConsistentAsync(tenant);
    }

    [Fact]
    public async Task A_role_deleted_by_one_import_and_made_by_the_next_is_another_role()
    {
        var tenant = await silo.SignUpAsync();
        await ImportAsync(tenant, tenant.AsOwner, Manifest([Create], Role("clerk", Create)));
        var clerk = await tenant.AddSilentAsync("clerk");

        await ImportAsync(tenant, tenant.AsOwner, Manifest([Create]));
        await ImportAsync(tenant, tenant.AsOwner, Manifest([Create], Role("clerk", Create)));

        Assert.False(await tenant.MayAsync(clerk, Create));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_holds_for_its_revision_only()
    {
        var tenant = await silo.SignUpAsync();
        var manifest = Manifest([Create], Role("clerk", Create));
        var before = (await tenant.Organization.GetPolicyAsync())!.Revision;

        var run = (await tenant.Manifest.ImportAsync(tenant.AsOwner, new(manifest, true, null, true, true))).Value!;
        Assert.Equal(before, run.Revision);
        Assert.Equal(before, (await tenant.Organization.GetPolicyAsync())!.Revision);
        Assert.Null((await tenant.Roles.GetRoleAsync("clerk")).Value);

        await tenant.AddRoleAsync("other");
        var late = await tenant.Manifest.ImportAsync(tenant.AsOwner, new(manifest, false, run.Revision, true, true));
        Assert.Equal("precondition.failed", late.Fault?.Code);
        Assert.Null((await tenant.Roles.GetRoleAsync("clerk")).Value);
    }

    [Fact]
    public async Task Whoever_imports_needs_every_right_it_takes()
    {
        var tenant = await silo.SignUpAsync();
        await ImportAsync(tenant, tenant.AsOwner, Manifest([Create, Read], Role("clerk", Create)));
        await tenant.Roles.CreateRoleAsync(tenant.AsOwner, new("roles", null, ["auth.role.write"]));
        await tenant.Roles.CreateRoleAsync(tenant.AsOwner, new("writer", null, ["auth.permission.write", "auth.role.write"]));
        await tenant.Roles.CreateRoleAsync(tenant.AsOwner, new("deleter", null, ["auth.permission.all", "auth.role.all"]));
        var all = (await tenant.Manifest.ExportAsync()).Value!.Value;
        var (roles, writer, deleter) =
            (await tenant.AddSilentAsync("roles"), await tenant.AddSilentAsync("writer"), await tenant.AddSilentAsync("deleter"));

        Assert.Equal("actor.forbidden", await CodeAsync(tenant, roles, all));
        Assert.Null(await CodeAsync(tenant, writer, all));
        Assert.Equal("permission.required", await CodeAsync(tenant, writer, all with { Permissions = [all.Permissions[0]] }));
        Assert.Equal("permission.required", await CodeAsync(tenant, writer, Without(all, "clerk")));
        var limited = await tenant.Manifest.ImportAsync(new(deleter), new(Without(all, "clerk"), false, null, true, MayDeleteRoles: false));
        Assert.Equal("permission.required", limited.Fault?.Code);
        Assert.Equal("owner.required", await CodeAsync(tenant, deleter, With(all, Role("owner", Create))));
        Assert.Equal("grant.exceeds_own", await CodeAsync(tenant, deleter, With(all, Role("deleter", Create, "auth.permission.all", "auth.role.all"))));
        Assert.Equal("grant.exceeds_own", await CodeAsync(tenant, deleter, With(all, Role("mine", Read))));
        Assert.Null(await CodeAsync(tenant, deleter, With(Without(all, "clerk"), Role("mine", "auth.role.write"))));
    }

    [Fact]
    public async Task Limits_are_those_of_the_organization()
    {
        var tenant = await silo.SignUpAsync();
        var many = Enumerable.Range(0, 10_001).Select(number => $"billing.invoice.a{number}").ToArray();

        Assert.Equal("permission.limit_reached", await CodeAsync(tenant, tenant.Owner, Manifest(many)));
        Assert.Equal(
            "role.limit_reached", await CodeAsync(tenant, tenant.Owner, Manifest([], [.. Enumerable.Range(0, 1_001).Select(number => Role($"r{number}"))])));
        Assert.Equal("role.too_many_permissions", await CodeAsync(tenant, tenant.Owner, Manifest(many[..2_001], Role("clerk", many[..2_001]))));
        Assert.Equal("permission.not_found", await CodeAsync(tenant, tenant.Owner, Manifest([], Role("clerk", Create))));
    }

    [Fact]
    public async Task The_largest_organization_there_may_be_is_imported_at_once()
    {
        var tenant = await silo.SignUpAsync();
        var permissions = Enumerable.Range(0, 10_000).Select(number => $"billing.invoice.a{number}").ToArray();
        var roles = Enumerable.Range(0, 1_000).Select(number => Role($"r{number}", permissions[(number * 10)..(number * 10 + 10)])).ToArray();
        var manifest = Manifest(permissions, [Role("r0", permissions[..2_000]), .. roles[1..]]);

        Assert.Null(await CodeAsync(tenant, tenant.Owner, manifest));
        await SharedSilo.DeactivateAsync(tenant.Organization);
        var member = await tenant.AddSilentAsync("r0", "r999");

        Assert.True(await tenant.MayAsync(member, permissions[1_999]));
        Assert.True(await tenant.MayAsync(member, permissions[9_999]));
        Assert.False(await tenant.MayAsync(member, permissions[5_000]));
        Assert.Null(await CodeAsync(tenant, tenant.Owner, Manifest([])));
        Assert.False(await tenant.MayAsync(member, permissions[9_999]));
    }

    private static async Task<string?> CodeAsync(Tenant tenant, UserId actor, Manifest manifest) =>
        (await ImportAsync(tenant, new(actor), manifest)).Fault?.Code;

    private static Task<GrainInterfaces.Outcomes.Outcome<GrainInterfaces.Outcomes.Receipt<ManifestDifference>>> ImportAsync(
        Tenant tenant, Actor actor, Manifest manifest) => tenant.Manifest.ImportAsync(actor, new(manifest, false, null, true, true));

    private static async Task<ImmutableSortedDictionary<string, string>> RolesAsync(Tenant tenant) =>
        (await tenant.Roles.ListRolesAsync(null, 100)).Items.ToImmutableSortedDictionary(
            role => role.Name, role => $"{role.DisplayName}: {string.Join(' ', role.Permissions)}", StringComparer.Ordinal);

    private static Manifest Manifest(string[] permissions, params ManifestRole[] roles) =>
        new([.. permissions.Select(permission => new ManifestPermission(permission, null))], [.. roles]);

    private static ManifestRole Role(string name, params string[] permissions) => new(name, null, [.. permissions]);

    private static Manifest Without(Manifest manifest, string role) => manifest with { Roles = manifest.Roles.RemoveAll(found => found.Name == role) };

    private static Manifest With(Manifest manifest, ManifestRole role) => manifest with { Roles = Without(manifest, role.Name).Roles.Add(role) };
}
