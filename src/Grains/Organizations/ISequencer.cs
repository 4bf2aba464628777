using System.Collections.Immutable;

namespace AuthServe.Grains.Organizations;

/// <summary>What an organization has committed, for whoever compares other things with it. Key: the organization's id.</summary>
[Alias("authserve.internal.ISequencer")]
internal interface ISequencer : IGrainWithGuidKey
{
    /// <summary>
    /// It comes after every command under way, so all it speaks of has been carried out; and an activation that another
    /// one has overtaken fails instead.
    /// </summary>
    [Alias("GetHead")]
    Task<SequencerHead> GetHeadAsync(CancellationToken cancellationToken = default);
}

/// <summary>What an organization has committed with the end of its log.</summary>
/// <param name="Revision">The newest entry's; 0 when there is none.</param>
/// <param name="Hash">The newest entry's; null when it has none.</param>
/// <param name="HashedFrom">The first revision with a hash; 0 when there is none.</param>
/// <param name="Owners">The active members who are owners.</param>
[GenerateSerializer, Immutable, Alias("authserve.internal.SequencerHead")]
internal sealed record SequencerHead(
    [property: Id(0)] long Revision,
    [property: Id(1)] string? Hash,
    [property: Id(2)] long HashedFrom,
    [property: Id(3)] ImmutableArray<Guid> Owners);
