namespace AuthServe.Permissions.Tests;

public sealed class SystemRolesTests
{
    [Fact]
    public void Every_resource_has_its_system_permissions_each_with_a_description()
    {
        string[] audit = ["auth.audit.all", "auth.audit.read"];
        string[] resources = ["client", "organization", "permission", "role", "user"];
        string[] actions = ["all", "delete", "read", "write"];
        var expected = audit.Concat(resources.SelectMany(_ => actions, (resource, action) => $"auth.{resource}.{action}")).ToArray();

        Assert.Equal(expected, SystemPermissions.All.Select(permission => permission.Name.Value));
        Assert.Equal(expected, SystemPermissions.Names.Select(name => name.Value));
        Assert.All(SystemPermissions.All, permission => Assert.NotEmpty(permission.Description));
    }

    [Fact]
    public void Each_role_carries_what_it_is_seeded_with()
    {
        Assert.Equal(
            ["owner: Owner", "admin: Administrator", "user: User"],
            SystemRoles.All.Select(role => $"{role.Name}: {role.DisplayName}"));
        Assert.Equal(SystemPermissions.Names, Carried(SystemRoles.Owner));
        Assert.Equal(
            Sets.Of(
                "auth.permission.read",
                "auth.role.read",
                "auth.user.all",
                "auth.user.delete",
                "auth.user.read",
                "auth.user.write"),
            Carried(SystemRoles.Admin));
        Assert.Equal(Sets.Of("auth.user.read"), Carried(SystemRoles.User));
    }

    [Fact]
    public void Only_the_three_are_system_roles() => Assert.Equal(["owner", "admin", "user"], SystemRoles.All.Select(role => role.Name));

    private static PermissionSet Carried(string role) => SystemRoles.All.Single(system => system.Name == role).Permissions;
}
