using System.Collections.Immutable;

namespace AuthServe.GrainInterfaces.Idempotency;

/// <summary>
/// One write that its caller may send again, under one Idempotency-Key (IETF draft "The Idempotency-Key HTTP Header Field"). It keeps the
/// answer, encrypted so that it takes the caller's key to read it, and says who may execute. That a command is never executed twice does not
/// rest on it: the organization looks the request up in its own log, in the turn that would execute it. Key: <c>i/</c> and the lower-case hex
/// of SHA-256 of the caller and their key.
/// </summary>
[Alias("authserve.IIdempotencyGrain")]
public interface IIdempotencyGrain : IGrainWithStringKey
{
    /// <summary>
    /// Asks to execute the write. An execution that was begun and neither completed nor released is waited for 10 s; then it is
    /// taken for dead, and the next caller executes with the same <see cref="RequestKey"/>.
    /// </summary>
    /// <param name="key">What the caller sent.</param>
    /// <param name="request">SHA-256 of all that makes the request this one and no other.</param>
    /// <param name="claim">Names this execution, so that whoever hears nothing of its beginning can release it all the same.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    [Alias("Begin")]
    Task<Begun> BeginAsync(CallerKey key, ImmutableArray<byte> request, Guid claim, CancellationToken cancellationToken = default);

    /// <summary>Keeps the answer for whoever asks again within 24 hours of the beginning; the first one given stays.</summary>
    [Alias("Complete")]
    Task CompleteAsync(CallerKey key, Guid request, SavedAnswer answer, CancellationToken cancellationToken = default);

    /// <summary>
    /// The execution has ended without an answer that could be kept: the next caller executes with the same key at once. Does nothing to an
    /// execution of another claim.
    /// </summary>
    [Alias("Release")]
    Task ReleaseAsync(Guid claim, CancellationToken cancellationToken = default);
}

/// <summary>What a caller calls their request. Not stored.</summary>
/// <param name="Text">1 to 255 printable ASCII characters.</param>
[GenerateSerializer, Immutable, Alias("authserve.CallerKey")]
public sealed record CallerKey([property: Id(0)] string Text)
{
    /// <summary>Shows nothing.</summary>
    public override string ToString() => "***";
}

/// <summary>What a caller who has begun is to do.</summary>
[GenerateSerializer, Alias("authserve.BeginStatus")]
public enum BeginStatus
{
    /// <summary>Execute, with the key given.</summary>
    Execute = 0,

    /// <summary>Ask again later: somebody is executing it.</summary>
    InProgress = 1,

    /// <summary>Answer what was answered.</summary>
    Answered = 2,

    /// <summary>Refuse: the caller has used their key for another request.</summary>
    Reused = 3,
}

/// <summary>What came of the beginning.</summary>
/// <param name="Status">What to do.</param>
/// <param name="Key">With <see cref="BeginStatus.Execute"/>, what the command carries.</param>
/// <param name="Answer">With <see cref="BeginStatus.Answered"/>, the answer.</param>
[GenerateSerializer, Immutable, Alias("authserve.Begun")]
public sealed record Begun(
    [property: Id(0)] BeginStatus Status,
    [property: Id(1)] RequestKey? Key = null,
    [property: Id(2)] SavedAnswer? Answer = null);

/// <summary>An HTTP answer. May hold secrets: it shows nothing.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Headers">Those that belong to the answer.</param>
/// <param name="Body">As it was sent.</param>
[GenerateSerializer, Immutable, Alias("authserve.SavedAnswer")]
public sealed record SavedAnswer(
    [property: Id(0)] int Status,
    [property: Id(1)] ImmutableSortedDictionary<string, string> Headers,
    [property: Id(2)] ImmutableArray<byte> Body)
{
    /// <summary>Shows nothing but the status.</summary>
    public override string ToString() => $"SavedAnswer {Status}";
}
