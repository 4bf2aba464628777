using System.Collections.Immutable;

namespace AuthServe.Permissions;

/// <summary>A permission that a user holds in the whole organization.</summary>
/// <param name="Permission">Its name, as a role carries it.</param>
/// <param name="Via">The roles that carry it or cover it by <c>all</c>: slugs by ordinal.</param>
public readonly record struct HeldPermission(PermissionName Permission, ImmutableArray<string> Via);
