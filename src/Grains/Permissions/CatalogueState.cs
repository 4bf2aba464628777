using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Permissions;

namespace AuthServe.Grains.Permissions;

/// <summary>The permissions an organization knows.</summary>
internal sealed record CatalogueState
{
    public long Revision { get; init; }

    /// <summary>By slug, in ordinal order.</summary>
    public ImmutableArray<CatalogueItem> Items { get; init; } = [];

    public CatalogueItem? Find(string slug)
    {
        var at = Items.BinarySearch(new() { Slug = slug }, CatalogueItem.BySlug);
        return at < 0 ? null : Items[at];
    }

    public CatalogueState After(CatalogueEffect effect, long revision)
    {
        var replaced = effect.Added.Select(added => added.Slug).Concat(effect.Removed).ToHashSet(StringComparer.Ordinal);
        var kept = Items.Where(item => !replaced.Contains(item.Slug));
        return new() { Revision = revision, Items = [.. kept.Concat(effect.Added).Order(CatalogueItem.BySlug)] };
    }
}

/// <summary>One permission as stored, and as the organization hands it down.</summary>
[GenerateSerializer, Immutable, Alias("authserve.internal.CatalogueItem")]
internal sealed record CatalogueItem
{
    public static readonly IComparer<CatalogueItem> BySlug =
        Comparer<CatalogueItem>.Create((left, right) => string.CompareOrdinal(left.Slug, right.Slug));

    [Id(0)] public string Slug { get; init; } = "";

    [Id(1)] public string? Description { get; init; }

    [Id(2)] public bool IsSystem { get; init; }

    [Id(3)] public DateTimeOffset CreatedAt { get; init; }

    public Permission ToContract() => new(Slug, Description, IsSystem, CreatedAt);
}

/// <summary>What a log entry does to the catalogue.</summary>
[GenerateSerializer, Immutable, Alias("authserve.internal.CatalogueEffect")]
internal sealed record CatalogueEffect
{
    /// <summary>Items that join, or take the place of the one with their slug.</summary>
    [Id(0)] public ImmutableArray<CatalogueItem> Added { get; init; } = [];

    [Id(1)] public ImmutableArray<string> Removed { get; init; } = [];
}
