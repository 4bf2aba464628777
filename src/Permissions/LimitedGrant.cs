namespace AuthServe.Permissions;

/// <summary>A role that is held for one object, or for a time, or both.</summary>
internal sealed record LimitedGrant(RolePolicy Role, string? Resource, DateTimeOffset? ExpiresAt)
{
    /// <summary>Whether it counts now for this object. Null is the organization as a whole, which no limit to an object reaches.</summary>
    public bool AppliesTo(string? resource, DateTimeOffset now) =>
        (ExpiresAt is not { } end || now < end) && (Resource is null || Resource == resource);
}
