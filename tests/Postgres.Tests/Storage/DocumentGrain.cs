using System.Collections.Immutable;
using AuthServe.Grains.Storage;

namespace AuthServe.Postgres.Tests.Storage;

/// <summary>A grain over <c>CommittedGrain</c> that does what it is told.</summary>
[Alias("test.IDocumentGrain")]
public interface IDocumentGrain : IGrainWithGuidKey
{
    [Alias("Read")]
    Task<Document> ReadAsync();

    [Alias("Write")]
    Task WriteAsync(Document document);

    /// <summary>Writes, swallows the failure, and reads on the same activation.</summary>
    [Alias("TryWriteThenRead")]
    Task<Document> TryWriteThenReadAsync(Document document);

    [Alias("Erase")]
    Task EraseAsync();

    /// <summary>Erases and writes within one activation.</summary>
    [Alias("EraseThenWrite")]
    Task EraseThenWriteAsync(Document document);

    /// <summary>Names this activation.</summary>
    [Alias("GetActivation")]
    Task<Guid> GetActivationAsync();

    /// <summary>The next call finds another activation, which has read the row.</summary>
    [Alias("Deactivate")]
    Task DeactivateAsync();
}

/// <summary>Stored state whose defaults are unlike those of their types, so that whatever storage drops shows.</summary>
[GenerateSerializer, Immutable, Alias("test.Document")]
public sealed record Document
{
    [Id(0)] public bool IsActive { get; init; } = true;

    [Id(1)] public long Count { get; init; } = 7;

    [Id(2)] public string Text { get; init; } = "text";

    [Id(3)] public ImmutableArray<string> Items { get; init; } = ["item"];

    [Id(4)] public ImmutableSortedSet<int> Numbers { get; init; } = [7];

    [Id(5)] public DateTimeOffset Time { get; init; } = DateTimeOffset.MaxValue;
}

[GrainType("test-document")]
internal sealed class DocumentGrain([PersistentState("test-document")] IPersistentState<Document> storage)
    : CommittedGrain<Document>(storage), IDocumentGrain
{
    private readonly Guid _activation = Guid.NewGuid();

    public Task<Document> ReadAsync() => Task.FromResult(State);

    public Task WriteAsync(Document document) => CommitAsync(document);

    public async Task<Document> TryWriteThenReadAsync(Document document)
    {
        await Assert.ThrowsAnyAsync<Exception>(() => CommitAsync(document));
        return State;
    }

    Task IDocumentGrain.EraseAsync() => EraseAsync();

    public async Task EraseThenWriteAsync(Document document)
    {
        await EraseAsync();
        await CommitAsync(document);
    }

    public Task<Guid> GetActivationAsync() => Task.FromResult(_activation);

    public Task DeactivateAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
