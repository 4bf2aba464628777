namespace AuthServe.Support.Walks;

/// <summary>One command of a walk.</summary>
/// <param name="Actor">Whose.</param>
/// <param name="Text">What it is, for whoever reads how a walk went wrong.</param>
/// <param name="Needs">The permissions that its actor must hold.</param>
/// <param name="Run">Sends it.</param>
/// <param name="Apply">What it makes of the world when it is acknowledged, with the id of the account that it made.</param>
/// <param name="Seized">A client that its actor can act as afterwards, which is to be granted all that it can do; null for none.</param>
public sealed record WalkStep(
    Guid Actor,
    string Text,
    ulong Needs,
    Func<IOrganizationCalls, Task<Guid?>> Run,
    Func<World, Guid, World> Apply,
    Guid? Seized = null);

/// <summary>Where a walk stands when it draws its next step.</summary>
/// <param name="World">The organization.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="Random">Decides the rest.</param>
public sealed record Draw(World World, Guid Actor, Random Random)
{
    /// <summary>One of several; the default when there are none.</summary>
    public T? One<T>(IReadOnlyList<T> from) => from.Count == 0 ? default : from[Random.Next(from.Count)];

    /// <summary>A permission, mostly one of the catalogue.</summary>
    public string Permission() => One(Random.Next(10) == 0 ? Universe.Names : Universe.NamesOf(World.Catalogue))!;

    /// <summary>A few permissions of the catalogue.</summary>
    public string[] Permissions()
    {
        var few = Enumerable.Range(0, Random.Next(5)).Select(_ => Permission());
        // Half the time what the actor holds, so that a good part is granted.
        var own = Universe.NamesOf(World.Rights(Actor) & World.Catalogue);
        return [.. (Random.Next(2) == 0 ? few.Where(own.Contains) : few).Distinct()];
    }

    /// <summary>A role that is there.</summary>
    public string Role() => One([.. World.Roles.Keys])!;

    /// <summary>A member; null when there is none.</summary>
    public Guid? Member() => Account(isClient: false);

    /// <summary>A client; null when there is none.</summary>
    public Guid? Client() => Account(isClient: true);

    private Guid? Account(bool isClient)
    {
        Guid[] found = [.. World.Accounts.Where(account => account.Value.IsClient == isClient).Select(account => account.Key)];
        return found.Length == 0 ? null : One(found);
    }
}
