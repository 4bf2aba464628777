using System.Collections;
using System.Collections.Immutable;

namespace AuthServe.Permissions;

/// <summary>
/// An immutable set of permissions; a look-up costs some ten nanoseconds and no bytes. Two sets with the same names are equal. Enumerates
/// by ordinal.
/// </summary>
public sealed class PermissionSet : IReadOnlyCollection<PermissionName>, IEquatable<PermissionSet>
{
    private readonly ImmutableArray<PermissionName> _sorted;

    // Never changed once built. FrozenSet answers no faster here and takes five times as long to build.
    private readonly HashSet<string> _names;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _coveredScopes;

    private PermissionSet(ImmutableArray<PermissionName> sorted)
    {
        _sorted = sorted;
        _names = sorted.Select(name => name.Value).ToHashSet(StringComparer.Ordinal);
        _coveredScopes = sorted.Where(name => name.IsAll)
            .Select(name => name.Scope.ToString())
            .ToHashSet(StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The set that grants nothing.</summary>
    public static PermissionSet Empty { get; } = new([]);

    /// <summary>How many names it holds; an <c>all</c> is one.</summary>
    public int Count => _sorted.Length;

    /// <summary>The set of these names; repeated ones count once.</summary>
    public static PermissionSet From(IEnumerable<PermissionName> names)
    {
        var sorted = names.Where(name => name != default).Distinct().Order().ToImmutableArray();
        return sorted.IsEmpty ? Empty : new PermissionSet(sorted);
    }

    /// <summary>Whether the permission is granted: by its own name, or by the <c>all</c> of its resource.</summary>
    public bool Contains(PermissionName name) => _names.Contains(name.Value) || _coveredScopes.Contains(name.Scope);

    /// <summary>Whether every name of the other set is granted. Only an <c>all</c> grants an <c>all</c>.</summary>
    public bool ContainsAll(PermissionSet other)
    {
        foreach (var name in other._sorted)
        {
            if (!Contains(name)) return false;
        }

        return true;
    }

    /// <summary>The names by ordinal.</summary>
    public ImmutableArray<PermissionName>.Enumerator GetEnumerator() => _sorted.GetEnumerator();

    IEnumerator<PermissionName> IEnumerable<PermissionName>.GetEnumerator() => ((IEnumerable<PermissionName>)_sorted).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)_sorted).GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(PermissionSet? other) => other is not null && _sorted.AsSpan().SequenceEqual(other._sorted.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PermissionSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var name in _sorted) hash.Add(name);
        return hash.ToHashCode();
    }
}
