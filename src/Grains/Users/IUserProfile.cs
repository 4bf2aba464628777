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
    /// Changes the display name; answers the organizations that have yet to hear of the account's newest profile, or to release a name that it
    /// had. Null when there is no account.
    /// </summary>
    [Alias("Rename")]
    Task<ImmutableArray<OrganizationId>?> RenameAsync(string? displayName, CancellationToken cancellationToken = default);

    /// <summary>
    /// The address is known to reach the user; answers as <see cref="RenameAsync"/> does, and null when it is not the account's.
    /// </summary>
    [Alias("VerifyEmail")]
    Task<ImmutableArray<OrganizationId>?> VerifyEmailAsync(string email, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes the address to one that is known to reach the user and whose name is reserved for them; answers as
    /// <see cref="RenameAsync"/> does, and null when the name has gone to another account.
    /// </summary>
    [Alias("ChangeEmail")]
    Task<ImmutableArray<OrganizationId>?> ChangeEmailAsync(string email, CancellationToken cancellationToken = default);

    /// <summary>Makes the name of the account's address its own for good. Repeating it changes nothing.</summary>
    [Alias("BindEmail")]
    Task BindEmailAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Says what becomes of a name that was reserved long ago: it is bound if the account has it; else no change to it that is still on its
    /// way arrives. Answers whether there is an account.
    /// </summary>
    [Alias("SettleName")]
    Task<bool> SettleNameAsync(string name, CancellationToken cancellationToken = default);
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
