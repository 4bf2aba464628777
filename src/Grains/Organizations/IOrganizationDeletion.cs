namespace AuthServe.Grains.Organizations;

/// <summary>What becomes of an organization that is deleted. Key: its id.</summary>
[Alias("authserve.internal.IOrganizationDeletion")]
internal interface IOrganizationDeletion : IGrainWithGuidKey
{
    /// <summary>Removes some of what is left of it; whether that was all. Nothing happens to one that is not deleted.</summary>
    [Alias("Purge")]
    Task<bool> PurgeAsync(CancellationToken cancellationToken = default);
}
