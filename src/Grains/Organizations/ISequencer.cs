namespace AuthServe.Grains.Organizations;

/// <summary>What an organization has committed, for whoever compares other things with it. Key: the organization's id.</summary>
[Alias("authserve.internal.ISequencer")]
internal interface ISequencer : IGrainWithGuidKey
{
    /// <summary>
    /// The end of the log. It comes after every command under way, so all it speaks of has been carried out; and an activation that another
    /// one has overtaken fails instead.
    /// </summary>
    [Alias("GetHead")]
    Task<LogHead> GetHeadAsync(CancellationToken cancellationToken = default);
}

/// <summary>The end of a log.</summary>
/// <param name="Revision">The newest entry's; 0 when there is none.</param>
/// <param name="Hash">The newest entry's; null when it has none.</param>
/// <param name="HashedFrom">The first revision with a hash; 0 when there is none.</param>
[GenerateSerializer, Immutable, Alias("authserve.internal.LogHead")]
internal sealed record LogHead([property: Id(0)] long Revision, [property: Id(1)] string? Hash, [property: Id(2)] long HashedFrom);
