namespace AuthServe.Support.Walks;

/// <summary>What no acknowledged command may break, whatever came before it.</summary>
public static class WalkRules
{
    /// <summary>What a step broke; null when all is well.</summary>
    public static string? BrokenBy(WalkStep step, World before, World after)
    {
        var grantable = before.Grantable(step.Actor);
        if ((before.Rights(step.Actor) & step.Needs) != step.Needs) return "The actor did not have what the command needs.";
        if (!after.Accounts.Keys.Any(after.IsActiveOwner)) return "No active owner is left.";

        foreach (var (account, _) in after.Accounts)
        {
            // Also of those who may nothing for now: whoever is enabled has it all at once.
            if (Exceeds(after.Rights(account), before.Rights(account) | grantable)) return $"{account} can do more than the actor could grant.";
            if (Exceeds(after.Latent(account), before.Latent(account) | grantable)) return $"{account} has been given more than the actor could grant.";
        }

        foreach (var (role, permissions) in after.Roles)
        {
            // Also of roles that nobody has: the actor might have them next.
            if (Exceeds(Universe.Allowed(permissions), Universe.Allowed(before.Roles.GetValueOrDefault(role)) | grantable))
                return $"The role {role} carries more than the actor could grant.";
        }

        return BrokenOfClients(step, before, after, grantable) ?? BrokenOfOwners(step, before, after);
    }

    private static string? BrokenOfClients(WalkStep step, World before, World after, ulong grantable)
    {
        foreach (var (id, client) in after.Accounts.Where(account => account.Value.IsClient))
        {
            var scopes = before.Accounts.TryGetValue(id, out var known) ? ScopesOf(known) : 0;
            if (Exceeds(ScopesOf(client), scopes | grantable)) return $"The client {id} can be granted more than the actor could grant.";
            if (client.Roles.Contains(World.Owner)) return $"The client {id} is an owner.";
        }

        if (step.Seized is not { } seized) return null;
        return Exceeds(before.Latent(seized) | ScopesOf(before.Accounts[seized]), grantable) ? "The actor can act as a client that can do more." : null;
    }

    private static string? BrokenOfOwners(WalkStep step, World before, World after)
    {
        if (before.IsActiveOwner(step.Actor)) return null;
        // Whoever leaves is the one owner that a disabled owner may change.
        var (owners, left) = (Owners(before, step), Owners(after, step));
        return owners == left ? null : "Somebody who is no owner changed an owner.";
    }

    private static string Owners(World world, WalkStep step) => string.Join('\n', world.Accounts
        .Where(account => account.Key != step.Actor && account.Value.Roles.Contains(World.Owner))
        .Select(account => $"{account.Key} {account.Value.IsActive}"));

    private static ulong ScopesOf(Account client) => client.Scopes is { } limited ? Universe.Allowed(limited) : Universe.Everything;

    private static bool Exceeds(ulong rights, ulong bound) => (rights & ~bound) != 0;
}
