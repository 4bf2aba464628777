namespace AuthServe.Permissions;

/// <summary>A role that every organization has.</summary>
/// <param name="Name">Slug.</param>
/// <param name="DisplayName">Shown to people.</param>
/// <param name="Permissions">What it carries when an organization is founded.</param>
public sealed record SystemRole(string Name, string DisplayName, PermissionSet Permissions);
