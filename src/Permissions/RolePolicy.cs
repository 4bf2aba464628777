namespace AuthServe.Permissions;

/// <summary>What one role grants.</summary>
/// <param name="Role">Slug.</param>
/// <param name="Incarnation">The revision that created the role; a role deleted and made again has another.</param>
/// <param name="Permissions">What it carries.</param>
public sealed record RolePolicy(string Role, long Incarnation, PermissionSet Permissions);
