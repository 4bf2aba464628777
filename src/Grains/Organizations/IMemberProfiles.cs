using AuthServe.GrainInterfaces.Accounts;

namespace AuthServe.Grains.Organizations;

/// <summary>What an organization hears of its members' accounts. Key: the organization's id.</summary>
[Alias("authserve.internal.IMemberProfiles")]
internal interface IMemberProfiles : IGrainWithGuidKey
{
    /// <summary>The member has changed their profile: it goes into the log and the directory. Repeating it changes nothing.</summary>
    [Alias("Update")]
    Task UpdateProfileAsync(UserId user, string? requestId = null, CancellationToken cancellationToken = default);
}
