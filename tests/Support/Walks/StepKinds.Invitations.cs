namespace AuthServe.Support.Walks;

/// <summary>Somebody new is invited, and accepts at some later time, when the inviter may have lost what they had.</summary>
public static partial class StepKinds
{
    private const int MostInvitations = 6;

    private static WalkStep? Invite(Draw draw)
    {
        if (draw.World.Invitations.Count >= MostInvitations) return null;
        var role = draw.Role();
        return new(
            draw.Actor, $"invite as {role}", UserWrite, calls => calls.InviteAsync(draw.Actor, role),
            (world, made) => world with { Invitations = world.Invitations.Add(made, new(draw.Actor, role)) });
    }

    // The rules are about the inviter: what they could not grant now, their invitation must not.
    private static WalkStep? Accept(Draw draw)
    {
        if (draw.World.Accounts.Values.Count(account => !account.IsClient) >= MostMembers) return null;
        if (draw.World.Invitations.IsEmpty) return null;
        var (id, invitation) = draw.One([.. draw.World.Invitations]);
        return new(
            invitation.Inviter, $"accept {id} as {invitation.Role}", UserWrite, calls => calls.AcceptAsync(id),
            (world, made) => world with
            {
                Accounts = world.Accounts.Add(made, new(true, false, [invitation.Role])),
                Invitations = world.Invitations.Remove(id),
            });
    }

    private static WalkStep? RevokeInvitation(Draw draw)
    {
        if (draw.World.Invitations.IsEmpty) return null;
        var id = draw.One([.. draw.World.Invitations.Keys]);
        return new(
            draw.Actor, $"take {id} back", UserWrite, calls => calls.RevokeInvitationAsync(draw.Actor, id),
            (world, _) => world with { Invitations = world.Invitations.Remove(id) });
    }
}
