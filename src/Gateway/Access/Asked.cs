using System.Collections.Immutable;

namespace AuthServe.Gateway.Access;

/// <summary>A subject, action or resource as it came.</summary>
/// <param name="Type">Empty for an action.</param>
/// <param name="Id">The name, for an action.</param>
/// <param name="Flaw">What is wrong with it; null for nothing.</param>
internal readonly record struct Entity(string Type, string Id, string? Flaw = null)
{
    public static Entity Flawed(string flaw) => new("", "", flaw);
}

/// <summary>The circumstances of a check as they came.</summary>
/// <param name="MinRevision">The revision that the answer must not be older than; 0 when it was not said.</param>
/// <param name="Flaw">What is wrong with them; null for nothing.</param>
internal readonly record struct Circumstances(long MinRevision, string? Flaw = null);

/// <summary>One check as it came.</summary>
/// <param name="Subject">Who would do it; null when it was not said.</param>
/// <param name="Action">What would be done; null when it was not said.</param>
/// <param name="Resource">What it would be done to; null when it was not said.</param>
/// <param name="Context">In what circumstances; null when it was not said.</param>
/// <param name="Flaw">What is wrong with it as a whole; null for nothing.</param>
internal sealed record AskedCheck(Entity? Subject, Entity? Action, Entity? Resource, Circumstances? Context = null, string? Flaw = null)
{
    /// <summary>The first thing that keeps it from being made; null for nothing.</summary>
    public string? FirstFlaw =>
        Flaw ?? Of(Subject, "subject is required.") ?? Of(Action, "action is required.") ?? Of(Resource, "resource is required.")
        ?? Context?.Flaw;

    /// <summary>The revision that the answer must not be older than; 0 for none.</summary>
    public long MinRevision => Context?.MinRevision ?? 0;

    /// <summary>With the defaults in the place of what it does not have.</summary>
    public AskedCheck Or(AskedCheck defaults) => this with
    {
        Subject = Subject ?? defaults.Subject,
        Action = Action ?? defaults.Action,
        Resource = Resource ?? defaults.Resource,
        Context = Context ?? defaults.Context,
    };

    private static string? Of(Entity? entity, string missing) => entity is { } found ? found.Flaw : missing;
}

/// <summary>A whole request as it came.</summary>
/// <param name="Whole">Its own members: one check, or the defaults of many.</param>
/// <param name="Items">Many checks; none when it asks for one.</param>
/// <param name="StopsAt">The decision after which nothing more is answered; null to answer everything.</param>
/// <param name="Flaw">What is wrong with it apart from the checks; null for nothing.</param>
internal sealed record Asked(AskedCheck Whole, ImmutableArray<AskedCheck> Items, bool? StopsAt, string? Flaw)
{
    /// <summary>Whether it asks for one check, and is answered by it alone.</summary>
    public bool IsSingle => Items.IsEmpty;

    /// <summary>The first thing that keeps all of it from being answered; null for nothing.</summary>
    public string? FirstFlaw => Flaw ?? (IsSingle ? Whole.FirstFlaw : null);

    /// <summary>The checks it asks for, each with the defaults in it.</summary>
    public ImmutableArray<AskedCheck> Checks => IsSingle ? [Whole] : [.. Items.Select(item => item.Or(Whole))];

    /// <summary>A request that says nothing that can be answered.</summary>
    public static Asked Flawed(string flaw) => new(new AskedCheck(null, null, null), [], StopsAt: null, flaw);
}
