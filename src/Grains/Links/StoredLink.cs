namespace AuthServe.Grains.Links;

/// <summary>A link as the grain that it leads to stores it: enough to know its token again, not enough to make it.</summary>
[GenerateSerializer, Immutable, Alias("authserve.internal.StoredLink")]
internal sealed record StoredLink
{
    /// <summary>Base64 of 16 bytes from which the cluster, and nobody else, makes the token.</summary>
    [Id(0)] public string Salt { get; init; } = "";

    /// <summary>Base64 of the SHA-256 hash of the token's secret.</summary>
    [Id(1)] public string Sha256 { get; init; } = "";

    [Id(2)] public DateTimeOffset ExpiresAt { get; init; }
}
