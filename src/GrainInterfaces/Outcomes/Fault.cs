namespace AuthServe.GrainInterfaces.Outcomes;

/// <summary>Why a request was refused: a value the caller can act on, never an exception.</summary>
/// <param name="Code">Stable name, <c>resource.reason</c>; each has a heading in <c>docs/problems.md</c>.</param>
/// <param name="Detail">One sentence for a person, saying what is allowed. Holds no secret.</param>
/// <param name="RetryAfter">When asking again may help; null when it will not.</param>
[GenerateSerializer, Immutable, Alias("authserve.Fault")]
public sealed record Fault(
    [property: Id(0)] string Code,
    [property: Id(1)] string Detail,
    [property: Id(2)] TimeSpan? RetryAfter = null);
