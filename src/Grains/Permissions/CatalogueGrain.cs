using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.Grains.Storage;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace AuthServe.Grains.Permissions;

/// <summary>
/// The catalogue of one organization, apart from it so that the sequencer's state stays small. Key: the organization's id. Written only
/// by its organization.
/// </summary>
[Alias("authserve.internal.ICatalogueGrain")]
internal interface ICatalogueGrain : IGrainWithGuidKey
{
    /// <summary>One permission; null when it is not in the catalogue.</summary>
    [AlwaysInterleave, Alias("Find")]
    ValueTask<Permission?> FindAsync(string permission, CancellationToken cancellationToken = default);

    /// <summary>How many permissions there are beside the system permissions.</summary>
    [AlwaysInterleave, Alias("Count")]
    ValueTask<int> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>The first of these that is not in the catalogue; null when all are.</summary>
    [AlwaysInterleave, Alias("FindMissing")]
    ValueTask<string?> FindMissingAsync(ImmutableArray<string> permissions, CancellationToken cancellationToken = default);

    /// <summary>The catalogue by slug.</summary>
    [AlwaysInterleave, Alias("List")]
    ValueTask<Page<Permission>> ListAsync(PermissionFilter filter, string? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Does what a log entry says. Repeating an entry changes nothing.</summary>
    [Alias("Apply")]
    Task ApplyAsync(CatalogueEffect effect, long revision, CancellationToken cancellationToken = default);

    /// <summary>Removes everything, as the entry that deletes the organization says. Repeating it changes nothing.</summary>
    [Alias("Clear")]
    Task ClearAsync(long revision, CancellationToken cancellationToken = default);
}

[GrainType("catalogue")]
internal sealed class CatalogueGrain([PersistentState("catalogue")] IPersistentState<CatalogueState> storage)
    : CommittedGrain<CatalogueState>(storage), ICatalogueGrain
{
    public ValueTask<Permission?> FindAsync(string permission, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(State.Find(permission)?.ToContract());

    public ValueTask<int> CountAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(State.Items.Count(item => !item.IsSystem));

    public ValueTask<string?> FindMissingAsync(ImmutableArray<string> permissions, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(permissions.FirstOrDefault(permission => State.Find(permission) is null));

    public ValueTask<Page<Permission>> ListAsync(
        PermissionFilter filter, string? after, int limit, CancellationToken cancellationToken = default)
    {
        var found = State.Items
            .Where(item => (after is null || string.CompareOrdinal(item.Slug, after) > 0) && Matches(item.Slug, filter))
            .Take(limit + 1)
            .Select(item => item.ToContract());
        return ValueTask.FromResult(Paging.Cut([.. found], limit, item => item.Slug));
    }

    public Task ApplyAsync(CatalogueEffect effect, long revision, CancellationToken cancellationToken = default) =>
        State.Revision >= revision ? Task.CompletedTask : CommitAsync(State.After(effect, revision));

    public Task ClearAsync(long revision, CancellationToken cancellationToken = default) =>
        State.Revision >= revision ? Task.CompletedTask : CommitAsync(new() { Revision = revision });

    private static bool Matches(string slug, PermissionFilter filter)
    {
        var parts = slug.Split('.');
        return (filter.Service is null || parts[0] == filter.Service)
            && (filter.Resource is null || parts[1] == filter.Resource)
            && (filter.Prefix is null || slug.StartsWith(filter.Prefix, StringComparison.Ordinal));
    }
}
