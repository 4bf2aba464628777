namespace AuthServe.Grains.Leases;

/// <summary>What the host decides of leases.</summary>
public sealed class LeaseOptions
{
    /// <summary>Whether silos answer what they have in memory while none of them reaches the database. Default: no.</summary>
    public bool ServesThroughOutage { get; set; }

    /// <summary>Whether there was another silo before this one, of which no membership table knows. Default: no.</summary>
    public bool FollowsAnother { get; set; }
}
