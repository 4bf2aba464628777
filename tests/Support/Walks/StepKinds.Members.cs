namespace AuthServe.Support.Walks;

/// <summary>Members come, go, and are given roles.</summary>
public static partial class StepKinds
{
    private const int MostMembers = 10;
    private static readonly ulong UserWrite = Universe.Of("auth.user.write");
    private static readonly ulong UserDelete = Universe.Of("auth.user.delete");

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
}
