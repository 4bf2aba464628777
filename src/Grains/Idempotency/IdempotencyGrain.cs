using System.Collections.Immutable;
using System.Security.Cryptography;
using AuthServe.GrainInterfaces.Idempotency;
using AuthServe.Grains.Storage;
using Orleans.Runtime;

namespace AuthServe.Grains.Idempotency;

/// <summary>
/// Who executes is remembered in memory alone: should the silo die, the next caller executes again, which the organization's log makes
/// harmless. It stays in memory for longer than it waits for anybody.
/// </summary>
[GrainType("idempotency"), CollectionAgeLimit(Minutes = 2)]
internal sealed class IdempotencyGrain(
    [PersistentState("idempotency")] IPersistentState<IdempotencyState> storage, AnswerVault vault, TimeProvider time)
    : CommittedGrain<IdempotencyState>(storage), IIdempotencyGrain
{
    /// <summary>How long the same request is given the same answer.</summary>
    internal static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    private const int SeedSize = 32;

    // For as long as a gateway waits for one of its calls.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private Guid? _claim;
    private DateTimeOffset? _busyUntil;

    private string Owner => this.GetPrimaryKeyString();

    private bool IsKept => Exists && time.GetUtcNow() < State.StartedAt + Retention;

    public async Task<Begun> BeginAsync(CallerKey key, ImmutableArray<byte> request, Guid claim, CancellationToken cancellationToken = default)
    {
        var box = vault.Of(key);
        var mark = box.MarkOf(request);
        if (!IsKept) await StartAsync(box, mark);
        else if (State.Request != mark) return new(BeginStatus.Reused);
        else if (State.Answer is { } answer) return new(BeginStatus.Answered, Answer: box.Open<SavedAnswer>(answer, Owner));
        else if (time.GetUtcNow() < _busyUntil) return new(BeginStatus.InProgress);

        (_claim, _busyUntil) = (claim, time.GetUtcNow() + Patience);
        return new(BeginStatus.Execute, new(State.Id, [.. box.Open<byte[]>(State.Seed, Owner)]));
    }

    public async Task CompleteAsync(CallerKey key, Guid request, SavedAnswer answer, CancellationToken cancellationToken = default)
    {
        if (!Exists || State.Id != request || State.Answer is not null) return;
        await CommitAsync(State with { Answer = vault.Of(key).Seal(answer, Owner) });
    }

    public Task ReleaseAsync(Guid claim, CancellationToken cancellationToken = default)
    {
        if (_claim == claim) _busyUntil = null;
        return Task.CompletedTask;
    }

    private Task StartAsync(AnswerVault.Box box, string mark)
    {
        var now = time.GetUtcNow();
        var seed = box.Seal(RandomNumberGenerator.GetBytes(SeedSize), Owner);
        return CommitAsync(new() { Id = Guid.CreateVersion7(now), StartedAt = now, Request = mark, Seed = seed });
    }
}
