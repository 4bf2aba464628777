using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.Grains.Storage;

/// <summary>Slices of ordered lists.</summary>
internal static class Paging
{
    /// <summary>The slice of at most <paramref name="limit"/> items, from a read that asked for one more to learn whether there are more.</summary>
    public static Page<T> Cut<T>(ImmutableArray<T> found, int limit, Func<T, string> key) =>
        found.Length <= limit ? new(found, null) : new(found[..limit], key(found[limit - 1]));
}
