namespace AuthServe.Grains.Organizations;

/// <summary>How large an organization may grow. It is held in memory as a whole, and one tenant must not cost the others theirs.</summary>
internal static class OrganizationLimits
{
    /// <summary>Beside the system roles.</summary>
    public const int Roles = 1_000;

    public const int PermissionsOfARole = 2_000;

    /// <summary>Beside the system permissions.</summary>
    public const int Permissions = 10_000;

    public const int Clients = 1_000;

    public const int Invitations = 10_000;
}
