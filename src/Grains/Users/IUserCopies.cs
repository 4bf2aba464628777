using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Leases;
using Orleans.Concurrency;

namespace AuthServe.Grains.Users;

/// <summary>Hands out copies of what checks are answered from. Key: the user's id.</summary>
[Alias("authserve.internal.IUserCopies")]
internal interface IUserCopies : IGrainWithGuidKey
{
    /// <summary>The user as a member of the organization; null when that is no active one.</summary>
    [AlwaysInterleave, Alias("Copy")]
    ValueTask<MemberCopy?> CopyAsync(OrganizationId organization, CancellationToken cancellationToken = default);
}
