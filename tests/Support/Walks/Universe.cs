using AuthServe.Permissions;

namespace AuthServe.Support.Walks;

/// <summary>
/// Every permission that a walk knows, each as one bit. What a set of them allows is worked out here anew: a reference that shares nothing with
/// the engine but the names.
/// </summary>
public static class Universe
{
    /// <summary>The names: those of the system and some of an organization's own.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. SystemPermissions.All.Select(permission => permission.Name.Value),
        .. from service in new[] { "billing", "shop" }
           from resource in new[] { "bill", "item" }
           from action in new[] { "read", "write", "all" }
           select $"{service}.{resource}.{action}",
    ];

    /// <summary>The system permissions.</summary>
    public static ulong System { get; } = Of(Names.Where(name => name.StartsWith("auth.", StringComparison.Ordinal)));

    /// <summary>Every permission there is.</summary>
    public static ulong Everything { get; } = Of(Names);

    private static readonly (ulong All, ulong Covered)[] Covers =
    [
        .. Names.Where(name => name.EndsWith(".all", StringComparison.Ordinal)).Select(all =>
            (Of([all]), Of(Names.Where(name => name.StartsWith(all[..^"all".Length], StringComparison.Ordinal))))),
    ];

    /// <summary>The set of these names.</summary>
    public static ulong Of(params IEnumerable<string> names)
    {
        var set = 0UL;
        foreach (var name in names)
        {
            var at = -1;
            for (var index = 0; index < Names.Count; index++) at = Names[index] == name ? index : at;
            set |= at < 0 ? throw new ArgumentException($"No walk knows {name}.") : 1UL << at;
        }

        return set;
    }

    /// <summary>The names of a set.</summary>
    public static string[] NamesOf(ulong set) => [.. Names.Where((_, at) => (set >> at & 1) == 1)];

    /// <summary>Everything that a set allows: what is in it, and what an <c>all</c> in it covers.</summary>
    public static ulong Allowed(ulong set)
    {
        foreach (var (all, covered) in Covers)
        {
            if ((set & all) != 0) set |= covered;
        }

        return set;
    }
}
