using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using Orleans.Concurrency;

namespace AuthServe.Grains.Users;

/// <summary>
/// How an account is known, changed by its user. Key: the user's id. The organizations are told afterwards, by who calls: a user calls nobody.
/// </summary>
[Alias("authserve.internal.IUserProfile")]
internal interface IUserProfile : IGrainWithGuidKey
{
    /// <summary>The profile; null when there is no such account, or it is an OAuth client's.</summary>
    [AlwaysInterleave, Alias("Find")]
    ValueTask<AccountProfile?> FindProfileAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes the display name; answers the organizations that have yet to hear of the account's newest profile, null when there is no account.
    /// </summary>
    [Alias("Rename")]
    Task<ImmutableArray<OrganizationId>?> RenameAsync(string? displayName, CancellationToken cancellationToken = default);
}

/// <summary>Tells the organizations of an account what it is called now. Key: 0.</summary>
[Alias("authserve.internal.IProfileAnnouncements")]
internal interface IProfileAnnouncements : IGrainWithIntegerKey
{
    /// <summary>When it returns, each of them has it in its log and its directory.</summary>
    [AlwaysInterleave, Alias("Announce")]
    Task AnnounceAsync(
        UserId user, ImmutableArray<OrganizationId> organizations, string? requestId = null, CancellationToken cancellationToken = default);
}
