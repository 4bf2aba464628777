namespace AuthServe.Grains.Links;

/// <summary>A link as the grain that it leads to stores it: enough to know its token again, not enough to make it.</summary>
internal sealed record StoredLink
{
    /// <summary>Base64 of 16 bytes from which the cluster, and nobody else, makes the token.</summary>
    public string Salt { get; init; } = "";

    /// <summary>Base64 of the SHA-256 hash of the token's secret.</summary>
    public string Sha256 { get; init; } = "";

    public DateTimeOffset ExpiresAt { get; init; }
}
