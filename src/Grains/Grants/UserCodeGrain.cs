using AuthServe.GrainInterfaces.Grants;
using AuthServe.Grains.Storage;

namespace AuthServe.Grains.Grants;

/// <summary>A user code, which serves one device after the other.</summary>
[GrainType("user-code")]
internal sealed class UserCodeGrain([PersistentState("user-code")] IPersistentState<UserCodeState> storage, TimeProvider time)
    : CommittedGrain<UserCodeState>(storage), IUserCodeGrain
{
    private bool IsTaken => Exists && time.GetUtcNow() < State.Until;

    public ValueTask<Guid?> FindAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<Guid?>(IsTaken ? State.Grant : null);

    public async Task<bool> TakeAsync(Guid grant, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        if (IsTaken) return false;
        await CommitAsync(new() { Grant = grant, Until = until });
        return true;
    }
}

/// <summary>What a user code stands for, as stored.</summary>
internal sealed record UserCodeState
{
    public Guid Grant { get; init; }

    public DateTimeOffset Until { get; init; }
}
