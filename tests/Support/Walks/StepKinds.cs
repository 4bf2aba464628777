namespace AuthServe.Support.Walks;

/// <summary>
/// The commands a walk takes. A new command of the API joins here: how it is drawn, sent and what it makes of the world. Null skips a draw that
/// has no object.
/// </summary>
public static partial class StepKinds
{
    private static readonly string[] CustomRoles = ["r0", "r1", "r2", "r3", "r4"];
    private static readonly ulong PermissionWrite = Universe.Of("auth.permission.write");
    private static readonly ulong PermissionDelete = Universe.Of("auth.permission.delete");
    private static readonly ulong RoleWrite = Universe.Of("auth.role.write");
    private static readonly ulong RoleDelete = Universe.Of("auth.role.delete");

    /// <summary>Every kind, each as likely as the others; one that is here twice is twice as likely.</summary>
    public static IReadOnlyList<Func<Draw, WalkStep?>> All { get; } =
    [
        CreatePermission, DeletePermission, CreateRole, CreateRole, UpdateRole, UpdateRole, DeleteRole, Attach, Attach, Attach, Detach, Import, Import,
        AddMember, AddMember, Invite, Invite, Accept, Accept, RevokeInvitation, Enable, Enable, Disable, RemoveMember, Leave, Assign, Assign, Assign, Assign, Unassign, CreateClient, CreateClient,
        LimitClient, LimitClient, RotateSecret, RotateSecret, DeleteClient, AssignToClient, AssignToClient, UnassignFromClient,
    ];

    private static WalkStep CreatePermission(Draw draw)
    {
        var permission = draw.One(Universe.Names)!;
        return new(
            draw.Actor, $"create permission {permission}", PermissionWrite, calls => calls.CreatePermissionAsync(draw.Actor, permission),
            (world, _) => world with { Catalogue = world.Catalogue | Universe.Of(permission) });
    }

    private static WalkStep? DeletePermission(Draw draw)
    {
        // Seldom: what is not there cannot be granted.
        if (draw.Random.Next(3) > 0) return null;
        var permission = draw.Permission();
        return new(
            draw.Actor, $"delete permission {permission}", PermissionDelete, calls => calls.DeletePermissionAsync(draw.Actor, permission),
            (world, _) => world.WithoutPermissions(Universe.Of(permission)));
    }

    private static WalkStep CreateRole(Draw draw)
    {
        var (role, permissions) = (draw.One(CustomRoles)!, draw.Permissions());
        return new(
            draw.Actor, $"create role {role} [{string.Join(' ', permissions)}]", RoleWrite,
            calls => calls.CreateRoleAsync(draw.Actor, role, permissions), (world, _) => world.WithRole(role, Universe.Of(permissions)));
    }

    private static WalkStep UpdateRole(Draw draw)
    {
        var role = draw.Role();
        var kept = Universe.NamesOf(draw.World.Roles[role]).Where(_ => role == World.Owner || draw.Random.Next(4) > 0);
        string[] permissions = [.. kept.Union(draw.Permissions())];
        return new(
            draw.Actor, $"update role {role} [{string.Join(' ', permissions)}]", RoleWrite,
            calls => calls.UpdateRoleAsync(draw.Actor, role, permissions), (world, _) => world.WithRole(role, Universe.Of(permissions)));
    }

    private static WalkStep? DeleteRole(Draw draw)
    {
        if (draw.Random.Next(3) > 0) return null;
        var role = draw.Role();
        return new(
            draw.Actor, $"delete role {role}", RoleDelete, calls => calls.DeleteRoleAsync(draw.Actor, role), (world, _) => world.WithoutRole(role));
    }

    private static WalkStep Attach(Draw draw)
    {
        var (role, permission) = (draw.Role(), draw.Permission());
        return new(
            draw.Actor, $"attach {permission} to {role}", RoleWrite, calls => calls.AttachAsync(draw.Actor, role, permission),
            (world, _) => world.WithRole(role, world.Roles[role] | Universe.Of(permission)));
    }

    private static WalkStep Detach(Draw draw)
    {
        var role = draw.Role();
        var permission = draw.One(Universe.NamesOf(draw.World.Roles[role])) ?? draw.Permission();
        return new(
            draw.Actor, $"detach {permission} from {role}", RoleWrite, calls => calls.DetachAsync(draw.Actor, role, permission),
            (world, _) => world.WithRole(role, world.Roles[role] & ~Universe.Of(permission)));
    }

    private static WalkStep Import(Draw draw)
    {
        var world = draw.World;
        var own = (world.Catalogue & ~Universe.System) | (draw.Random.Next(2) == 0 ? Universe.Of(draw.Permission()) & ~Universe.System : 0);
        if (draw.Random.Next(4) == 0) own &= ~Universe.Of(draw.Permission());
        var roles = world.Roles.Keys.Where(role => draw.Random.Next(12) > 0).ToDictionary(
            role => role, role => (world.Roles[role] | (draw.Random.Next(3) == 0 ? Universe.Of(draw.Permissions()) : 0)) & (own | Universe.System));
        if (draw.Random.Next(3) == 0) roles[draw.One(CustomRoles)!] = Universe.Of(draw.Permissions()) & (own | Universe.System);

        var removed = world.Catalogue & ~Universe.System & ~own;
        string[] gone = [.. world.Roles.Keys.Except(World.SystemRoles).Where(role => !roles.ContainsKey(role))];
        var needs = PermissionWrite | RoleWrite | (removed == 0 ? 0 : PermissionDelete) | (gone.Length == 0 ? 0 : RoleDelete);
        return new(
            draw.Actor,
            $"import [{string.Join(' ', Universe.NamesOf(own))}] {string.Join("; ", roles.Select(role => $"{role.Key} {string.Join(' ', Universe.NamesOf(role.Value))}"))}",
            needs,
            calls => calls.ImportAsync(
                draw.Actor, Universe.NamesOf(own), roles.Select(role => KeyValuePair.Create(role.Key, Universe.NamesOf(role.Value)))),
            (before, _) => Imported(gone.Aggregate(before.WithoutPermissions(removed), (next, role) => next.WithoutRole(role)), own, roles));
    }

    private static World Imported(World world, ulong own, Dictionary<string, ulong> roles) => roles.Aggregate(
        world with { Catalogue = Universe.System | own },
        (next, role) => next.WithRole(
            role.Key, role.Value | (World.SystemRoles.Contains(role.Key) ? next.Roles[role.Key] & Universe.System : 0)));
}
