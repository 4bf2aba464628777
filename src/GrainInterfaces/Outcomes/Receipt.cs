namespace AuthServe.GrainInterfaces.Outcomes;

/// <summary>
/// Acknowledges a change: it is durable, and no check that starts from now on, on any silo, answers by the state before it.
/// </summary>
/// <param name="Revision">The organization's revision that contains the change (or already did, for a repeated request).</param>
[GenerateSerializer, Immutable, Alias("authserve.Receipt")]
public sealed record Receipt([property: Id(0)] long Revision);

/// <summary>Acknowledges a change that answers with what it made.</summary>
/// <param name="Value">The state after the change.</param>
/// <param name="Revision">As in <see cref="Receipt"/>.</param>
[GenerateSerializer, Immutable, Alias("authserve.Receipt`1")]
public sealed record Receipt<T>([property: Id(0)] T Value, [property: Id(1)] long Revision);
