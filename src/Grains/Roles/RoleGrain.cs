using AuthServe.Grains.Storage;
using Orleans.Runtime;

namespace AuthServe.Grains.Roles;

/// <summary>One role of one organization. Key: the organization's id and the role's slug. Written only by its organization.</summary>
[Alias("authserve.internal.IRoleGrain")]
internal interface IRoleGrain : IGrainWithGuidCompoundKey
{
    /// <summary>The role as of that revision of its organization or later; null when it was never made or is deleted.</summary>
    [Alias("Find")]
    Task<RoleState?> FindAsync(long revision, CancellationToken cancellationToken = default);

    /// <summary>Makes the role what a log entry says; null deletes it. Repeating an entry changes nothing.</summary>
    [Alias("Apply")]
    Task ApplyAsync(RoleState? role, long revision, CancellationToken cancellationToken = default);
}

[GrainType("role")]
internal sealed class RoleGrain([PersistentState("role")] IPersistentState<RoleState> storage)
    : CommittedGrain<RoleState>(storage), IRoleGrain
{
    public async Task<RoleState?> FindAsync(long revision, CancellationToken cancellationToken = default)
    {
        await RefreshAsync(() => State.Revision < revision);
        return Exists ? State : null;
    }

    public Task ApplyAsync(RoleState? role, long revision, CancellationToken cancellationToken = default)
    {
        if (role is null) return Exists && State.Revision < revision ? EraseAsync() : Task.CompletedTask;
        return State.Revision < revision ? CommitAsync(role) : Task.CompletedTask;
    }
}
