using System.Collections.Immutable;

namespace AuthServe.GrainInterfaces.Outcomes;

/// <summary>A slice of an ordered list.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="Next">The key to pass as <c>after</c> for the next slice; null at the end.</param>
[GenerateSerializer, Immutable, Alias("authserve.Page`1")]
public sealed record Page<T>([property: Id(0)] ImmutableArray<T> Items, [property: Id(1)] string? Next);
