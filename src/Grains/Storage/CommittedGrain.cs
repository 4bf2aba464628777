using System.Diagnostics.CodeAnalysis;
using AuthServe.GrainInterfaces.Outcomes;
using Orleans.Runtime;
using Orleans.Storage;

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
    private bool _isOvertaken;

    /// <summary>The last committed state.</summary>
    protected TState State { get; private set; } = null!;

    /// <summary>Whether there is a row in storage.</summary>
    protected bool Exists { get; private set; }

    /// <summary>
    /// Whether an activation stays when storage fails, and reads its row again before it next writes. Otherwise it gives up, so that the next one
    /// begins with the row, and with whatever else it does first.
    /// </summary>
    protected virtual bool OutlivesFailures => false;

    /// <summary>Whether a write failed of which nobody knows whether it took effect, and the row has not been read since.</summary>
    protected bool IsInDoubt { get; private set; }

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (State, Exists) = (storage.State, storage.RecordExists);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Writes, then swaps. A failed or timed-out write has an unknown outcome: the row is read before anything else is done to it.
    /// It takes no cancellation token, because a caller that hangs up must not turn a good write into an unknown one. For a grain that outlives
    /// failures there is <see cref="ChangeAsync"/>: what it reads first may be another state than the one that <paramref name="next"/> was made of.
    /// </summary>
    protected Task CommitAsync(TState next) => WithStorageAsync(() => WriteAsync(next));

    /// <summary>
    /// As <see cref="CommitAsync"/>, for a grain that also reads its row again: the change is worked out from the state it replaces.
    /// One that gives back what it got is not written. <paramref name="announce"/> is waited for before the write.
    /// </summary>
    protected Task ChangeAsync(Func<TState, TState> change, Func<TState, Task>? announce = null) => WithStorageAsync(async () =>
    {
        var next = change(State);
        if (ReferenceEquals(next, State)) return;
        if (announce is not null) await announce(next);
        await WriteAsync(next);
    });

    /// <summary>
    /// Writes the row as it is. From then on an older write that is still on its way is refused; and this one is, when the activation is
    /// behind its row.
    /// </summary>
    protected Task FenceAsync() => WithStorageAsync(() => WriteAsync(State));

    /// <summary>Removes the row; as <see cref="CommitAsync"/>.</summary>
    protected Task EraseAsync() => WithStorageAsync(storage.ClearStateAsync);

    /// <summary>Reads the row again, for an activation that learned it is behind.</summary>
    protected Task RefreshAsync(Func<bool> isBehind) => WithStorageAsync(() => isBehind() ? storage.ReadStateAsync() : Task.CompletedTask);

    /// <summary>Fails, and gives the activation up, when another one has written the row.</summary>
    protected Task RequireNewestAsync() => WithStorageAsync(async () =>
    {
        var known = storage.Etag;
        await storage.ReadStateAsync();
        _isOvertaken = storage.Etag != known;
        if (_isOvertaken) throw new StateUnavailableException(this.GetGrainId().ToString());
    });

    private async Task WriteAsync(TState next)
    {
        storage.State = next;
        try
        {
            await storage.WriteStateAsync();
        }
        catch
        {
            IsInDoubt = OutlivesFailures;
            throw;
        }
    }

    private async Task WithStorageAsync(Func<Task> access)
    {
        await _gate.WaitAsync();
        try
        {
            if (_isOvertaken) throw new StateUnavailableException(this.GetGrainId().ToString());
            if (IsInDoubt) await ReadAsync();
            await AccessAsync(access);
            Take();
        }
        catch
        {
            storage.State = State;
            if (!OutlivesFailures) DeactivateOnIdle();
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    // Another activation has written the row: what was to be done is done to that. Orleans ends an activation that lets this exception out.
    private async Task AccessAsync(Func<Task> access)
    {
        try
        {
            await access();
        }
        catch (InconsistentStateException) when (OutlivesFailures)
        {
            await ReadAsync();
            await access();
        }
    }

    private async Task ReadAsync()
    {
        await storage.ReadStateAsync();
        Take();
    }

    private void Take() => (State, Exists, IsInDoubt) = (storage.State, storage.RecordExists, false);
}
