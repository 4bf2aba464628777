using System.Collections.Immutable;

namespace AuthServe.Permissions;

/// <summary>The answer to a check.</summary>
/// <param name="Allowed">Whether the permission is granted.</param>
/// <param name="Via">The roles that grant it, by its own name or by <c>all</c>: slugs by ordinal, empty for a refusal.</param>
public readonly record struct Decision(bool Allowed, ImmutableArray<string> Via);
