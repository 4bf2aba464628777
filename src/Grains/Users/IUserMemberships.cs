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
}

/// <summary>A user as a member of one organization.</summary>
[GenerateSerializer, Immutable, Alias("authserve.internal.MemberState")]
internal sealed record MemberState([property: Id(0)] AccountProfile Profile, [property: Id(1)] MembershipState Membership);

/// <summary>What a log entry does to a user.</summary>
[GenerateSerializer, Immutable, Alias("authserve.internal.MemberEffect")]
internal sealed record MemberEffect
{
    [Id(0)] public Guid User { get; init; }

    /// <summary>The profile after the entry; for a removal, the last one.</summary>
    [Id(1)] public AccountProfile Profile { get; init; } = new();

    /// <summary>The membership after the entry; null for a removal.</summary>
    [Id(2)] public MembershipState? Membership { get; init; }

    /// <summary>Whether the entry creates the account, and so makes its names its own.</summary>
    [Id(3)] public bool IsNewAccount { get; init; }
}

/// <summary>How a user stands after an entry.</summary>
/// <param name="Version">The version of the user's row that contains the entry.</param>
/// <param name="IsDeleted">Whether the account went with its last membership.</param>
[GenerateSerializer, Immutable, Alias("authserve.internal.MembershipApplied")]
internal sealed record MembershipApplied([property: Id(0)] long Version, [property: Id(1)] bool IsDeleted);
