namespace AuthServe.Permissions;

/// <summary>That a user has a role.</summary>
/// <param name="Role">Slug.</param>
/// <param name="Incarnation">The assignment counts only while the role has this incarnation.</param>
/// <param name="Resource">The one object it is limited to, <c>type/id</c>; null for the whole organization.</param>
/// <param name="ExpiresAt">It counts strictly before this time; null for no end.</param>
public sealed record RoleAssignment(string Role, long Incarnation, string? Resource, DateTimeOffset? ExpiresAt);
