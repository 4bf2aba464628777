using System.Diagnostics.CodeAnalysis;
using Orleans.Runtime;

namespace AuthServe.Grains.Storage;

/// <summary>
/// A grain whose state is one immutable record. <see cref="State"/> is always what storage last confirmed: a change becomes visible
/// only once it is durable, so interleaved reads never see an unsaved one.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The gate's wait handle is never asked for, so there is nothing to dispose.")]
internal abstract class CommittedGrain<TState>(IPersistentState<TState> storage) : Grain
    where TState : class
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>The last committed state.</summary>
    protected TState State { get; private set; } = null!;

    /// <summary>Whether there is a row in storage.</summary>
    protected bool Exists => storage.RecordExists;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        State = storage.State;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Writes, then swaps. A failed or timed-out write has an unknown outcome: the activation gives up, so that the next one re-reads.
    /// It takes no cancellation token, because a caller that hangs up must not turn a good write into an unknown one.
    /// </summary>
    protected Task CommitAsync(TState next) => WithStorageAsync(async () =>
    {
        storage.State = next;
        await storage.WriteStateAsync();
    });

    /// <summary>Removes the row; as <see cref="CommitAsync"/>.</summary>
    protected Task EraseAsync() => WithStorageAsync(storage.ClearStateAsync);

    /// <summary>Reads the row again, for an activation that learned it is behind.</summary>
    protected Task RefreshAsync(Func<bool> isBehind) => WithStorageAsync(() => isBehind() ? storage.ReadStateAsync() : Task.CompletedTask);

    private async Task WithStorageAsync(Func<Task> access)
    {
        await _gate.WaitAsync();
        try
        {
            await access();
            State = storage.State;
        }
        catch
        {
            storage.State = State;
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }
}
