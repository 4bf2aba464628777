using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using Orleans.Concurrency;

namespace AuthServe.Grains.Users;

/// <summary>The organizations' side of a user grain. Key: the user's id.</summary>
[Alias("authserve.internal.IUserMemberships")]
internal interface IUserMemberships : IGrainWithGuidKey
{
    /// <summary>The user as a member of that organization; null when they are none.</summary>
    [AlwaysInterleave, Alias("Find")]
    ValueTask<MemberState?> FindAsync(OrganizationId organization, CancellationToken cancellationToken = default);

    /// <summary>Does what a log entry of that organization says. Repeating an entry changes nothing.</summary>
    [Alias("Apply")]
    Task<MembershipApplied> ApplyAsync(
        OrganizationId organization, MemberEffect effect, long revision, DateTimeOffset time, CancellationToken cancellationToken = default);

    /// <summary>These names are released: the account need not remember any more that they were its own.</summary>
    [Alias("ForgetNames")]
    Task ForgetNamesAsync(ImmutableArray<string> names, CancellationToken cancellationToken = default);
}

/// <summary>A user as a member of one organization.</summary>
/// <param name="Profile">The account's.</param>
/// <param name="Membership">The organization's.</param>
/// <param name="Announced">The profile that the organization's directory has, if that is an older one; else null.</param>
[GenerateSerializer, Immutable, Alias("authserve.internal.MemberState")]
internal sealed record MemberState(
    [property: Id(0)] AccountProfile Profile, [property: Id(1)] MembershipState Membership, [property: Id(2)] AccountProfile? Announced = null)
{
    /// <summary>What the user is called in the organization; null when they have no name but the one they sign in with.</summary>
    public string? DisplayName => Membership.DisplayName ?? Profile.DisplayName;
}

/// <summary>What a log entry does to a user.</summary>
[GenerateSerializer, Immutable, Alias("authserve.internal.MemberEffect")]
internal sealed record MemberEffect
{
    [Id(0)] public Guid User { get; init; }

    /// <summary>
    /// The account's profile when the entry was made, for the directory. It is the user's own: only a new account, or an OAuth client's,
    /// takes it from here.
    /// </summary>
    [Id(1)] public AccountProfile Profile { get; init; } = new();

    /// <summary>The membership after the entry; null for a removal.</summary>
    [Id(2)] public MembershipState? Membership { get; init; }

    /// <summary>Whether the entry creates the account, and so makes its names its own.</summary>
    [Id(3)] public bool IsNewAccount { get; init; }

    /// <summary>Whether the new account has no password yet, and so is sent a link that sets one.</summary>
    [Id(4)] public bool HasNoPassword { get; init; }
}

/// <summary>How a user stands after an entry.</summary>
/// <param name="Version">The version of the user's row that contains the entry.</param>
/// <param name="IsDeleted">Whether there is no account: it went with its last membership, now or before.</param>
/// <param name="FreedNames">Keys of login names to be released.</param>
[GenerateSerializer, Immutable, Alias("authserve.internal.MembershipApplied")]
internal sealed record MembershipApplied(
    [property: Id(0)] long Version, [property: Id(1)] bool IsDeleted, [property: Id(2)] ImmutableArray<string> FreedNames);
