namespace AuthServe.Permissions;

/// <summary>A permission that every organization has.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Shown to people.</param>
public sealed record SystemPermission(PermissionName Name, string Description)
{
    internal SystemPermission(string name, string description)
        : this(PermissionName.Parse(name), description)
    {
    }
}
