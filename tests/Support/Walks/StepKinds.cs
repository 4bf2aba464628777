using System.Collections.Immutable;

namespace AuthServe.Support.Walks;

/// <summary>
/// The commands a walk takes. A new command of the API joins here: how it is drawn, sent and what it makes of the world. Null skips a draw that
/// has no object.
/// </summary>
public static class StepKinds
{
    private const int MostMembers = 10;
    private const int MostClients = 4;
    private static readonly string[] CustomRoles = ["r0", "r1", "r2", "r3", "r4"];
    private static readonly ulong PermissionWrite = Universe.Of("auth.permission.write");
    private static readonly ulong PermissionDelete = Universe.Of("auth.permission.delete");
    private static readonly ulong RoleWrite = Universe.Of("auth.role.write");
    private static readonly ulong RoleDelete = Universe.Of("auth.role.delete");
    private static readonly ulong UserWrite = Universe.Of("auth.user.write");
    private static readonly ulong UserDelete = Universe.Of("auth.user.delete");
    private static readonly ulong ClientWrite = Universe.Of("auth.client.write");
    private static readonly ulong ClientDelete = Universe.Of("auth.client.delete");

    /// <summary>Every kind, each as likely as the others; one that is here twice is twice as likely.</summary>
    public static IReadOnlyList<Func<Draw, WalkStep?>> All { get; } =
    [
        CreatePermission, DeletePermission, CreateRole, CreateRole, UpdateRole, UpdateRole, DeleteRole, Attach, Attach, Attach, Detach, Import, Import,
        AddMember, AddMember, Enable, Enable, Disable, RemoveMember, Leave, Assign, Assign, Assign, Assign, Unassign, CreateClient, CreateClient,
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

    private static WalkStep? AddMember(Draw draw)
    {
        if (draw.World.Accounts.Values.Count(account => !account.IsClient) >= MostMembers) return null;
        string[] roles = [.. Enumerable.Range(0, draw.Random.Next(3)).Select(_ => draw.Role()).Distinct()];
        return new(
            draw.Actor, $"add member [{string.Join(' ', roles)}]", UserWrite, calls => calls.AddMemberAsync(draw.Actor, roles),
            (world, made) => world with { Accounts = world.Accounts.Add(made, new(true, false, [.. roles])) });
    }

    private static WalkStep? Enable(Draw draw) => SetActive(draw, isActive: true);

    private static WalkStep? Disable(Draw draw) => SetActive(draw, isActive: false);

    private static WalkStep? SetActive(Draw draw, bool isActive)
    {
        Guid[] members =
            [.. draw.World.Accounts.Where(account => !account.Value.IsClient && account.Value.IsActive != isActive).Select(account => account.Key)];
        if (members.Length == 0) return null;
        var member = draw.One(members);
        return new(
            draw.Actor, $"{(isActive ? "enable" : "disable")} {member}", UserWrite, calls => calls.SetActiveAsync(draw.Actor, member, isActive),
            (world, _) => world.With(member, account => account with { IsActive = isActive }));
    }

    private static WalkStep? RemoveMember(Draw draw) => draw.Random.Next(2) > 0 || draw.Member() is not { } member ? null : new(
        draw.Actor, $"remove {member}", UserDelete, calls => calls.RemoveMemberAsync(draw.Actor, member),
        (world, _) => world with { Accounts = world.Accounts.Remove(member) });

    private static WalkStep? Leave(Draw draw)
    {
        var isMember = draw.World.Accounts.TryGetValue(draw.Actor, out var account) && !account.IsClient;
        return draw.Random.Next(4) > 0 || !isMember ? null : new(
            draw.Actor, "leave", 0, calls => calls.LeaveAsync(draw.Actor),
            (world, _) => world with { Accounts = world.Accounts.Remove(draw.Actor) });
    }

    private static WalkStep? Assign(Draw draw)
    {
        if (draw.Member() is not { } member) return null;
        var role = draw.Role();
        return new(
            draw.Actor, $"assign {role} to {member}", RoleWrite, calls => calls.AssignAsync(draw.Actor, member, role),
            (world, _) => world.With(member, account => account with { Roles = account.Roles.Add(role) }));
    }

    private static WalkStep? Unassign(Draw draw)
    {
        if (draw.Member() is not { } member) return null;
        var role = draw.One([.. draw.World.Accounts[member].Roles]) ?? draw.Role();
        return new(
            draw.Actor, $"unassign {role} from {member}", RoleWrite, calls => calls.UnassignAsync(draw.Actor, member, role),
            (world, _) => world.With(member, account => account with { Roles = account.Roles.Remove(role) }));
    }

    private static WalkStep? CreateClient(Draw draw)
    {
        if (draw.World.Accounts.Values.Count(account => account.IsClient) >= MostClients) return null;
        var scopes = draw.Random.Next(4) == 0 ? null : draw.Permissions();
        return new(
            draw.Actor, $"create client [{(scopes is null ? "any" : string.Join(' ', scopes))}]", ClientWrite,
            calls => calls.CreateClientAsync(draw.Actor, scopes),
            (world, made) => world with
            {
                Accounts = world.Accounts.Add(made, new(true, true, [], scopes is null ? null : Universe.Of(scopes))),
            });
    }

    private static WalkStep? LimitClient(Draw draw)
    {
        if (draw.Client() is not { } client) return null;
        var scopes = draw.Permissions();
        return new(
            draw.Actor, $"limit {client} to [{string.Join(' ', scopes)}]", ClientWrite, calls => calls.LimitClientAsync(draw.Actor, client, scopes),
            (world, _) => world.With(client, account => account with { Scopes = Universe.Of(scopes) }));
    }

    private static WalkStep? RotateSecret(Draw draw) => draw.Client() is not { } client ? null : new(
        draw.Actor, $"rotate the secret of {client}", ClientWrite, calls => calls.RotateSecretAsync(draw.Actor, client), (world, _) => world, client);

    private static WalkStep? DeleteClient(Draw draw) => draw.Random.Next(3) > 0 || draw.Client() is not { } client ? null : new(
        draw.Actor, $"delete {client}", ClientDelete, calls => calls.DeleteClientAsync(draw.Actor, client),
        (world, _) => world with { Accounts = world.Accounts.Remove(client) });

    private static WalkStep? AssignToClient(Draw draw)
    {
        if (draw.Client() is not { } client) return null;
        var role = draw.Role();
        return new(
            draw.Actor, $"assign {role} to client {client}", ClientWrite, calls => calls.AssignToClientAsync(draw.Actor, client, role),
            (world, _) => world.With(client, account => account with { Roles = account.Roles.Add(role) }));
    }

    private static WalkStep? UnassignFromClient(Draw draw)
    {
        if (draw.Client() is not { } client) return null;
        var role = draw.One([.. draw.World.Accounts[client].Roles]) ?? draw.Role();
        return new(
            draw.Actor, $"unassign {role} from client {client}", ClientWrite, calls => calls.UnassignFromClientAsync(draw.Actor, client, role),
            (world, _) => world.With(client, account => account with { Roles = account.Roles.Remove(role) }));
    }
}
