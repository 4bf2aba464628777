using System.Collections.Immutable;

namespace AuthServe.Grains.Users;

/// <summary>An account and its memberships as stored. A deleted account leaves a row without personal data, so that its version only grows.</summary>
internal sealed record UserState
{
    public AccountProfile? Profile { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Grows with every change of this row: what a push names so that an activation can tell whether it is behind.</summary>
    public long Version { get; init; }

    public ImmutableSortedDictionary<Guid, MembershipState> Memberships { get; init; } = ImmutableSortedDictionary<Guid, MembershipState>.Empty;

    /// <summary>
    /// Organizations that the user is no longer a member of, with the revision that ended the membership: an older entry that arrives late
    /// must not bring it back.
    /// </summary>
    public ImmutableSortedDictionary<Guid, long> Left { get; init; } = ImmutableSortedDictionary<Guid, long>.Empty;

    /// <summary>
    /// Organizations that have not put the newest profile into their directory yet, each with the one that they have.
    /// </summary>
    public ImmutableSortedDictionary<Guid, AccountProfile> Unannounced { get; init; } = ImmutableSortedDictionary<Guid, AccountProfile>.Empty;

    /// <summary>Keys of login names that are the account's no longer, and are not known to be released yet.</summary>
    public ImmutableArray<string> FreedNames { get; init; } = [];

    /// <summary>The organization that the user last began a session in; null before the first.</summary>
    public Guid? LastOrganization { get; init; }

    /// <summary>The sessions that are alive. One that has ended is not here.</summary>
    public ImmutableSortedDictionary<Guid, SessionState> Sessions { get; init; } = ImmutableSortedDictionary<Guid, SessionState>.Empty;

    /// <summary>Access tokens that are refused, by their id, with the time at which they run out.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> RevokedTokens { get; init; } =
        ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>The newest generation of the password that is known here: no session is begun with an older one.</summary>
    public long PasswordGeneration { get; init; }
}

/// <summary>Somebody being signed in, as stored.</summary>
internal sealed record SessionState
{
    public string ClientId { get; init; } = "";

    /// <summary>The membership acted in; null for a browser at the hosted pages.</summary>
    public Guid? Organization { get; init; }

    public long PasswordGeneration { get; init; }

    public DateTimeOffset AuthenticatedAt { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public string? Agent { get; init; }
}

/// <summary>How an account is known.</summary>
[GenerateSerializer, Immutable, Alias("authserve.internal.AccountProfile")]
internal sealed record AccountProfile
{
    [Id(0)] public string Username { get; init; } = "";

    [Id(1)] public string PrimaryEmail { get; init; } = "";

    [Id(2)] public string? DisplayName { get; init; }

    /// <summary>Whether it is an OAuth client's account, which has no names.</summary>
    [Id(3)] public bool IsService { get; init; }

    /// <summary>Whether the user has shown that mail to the address reaches them.</summary>
    [Id(4)] public bool IsEmailVerified { get; init; }
}

/// <summary>A membership in one organization, as stored and as the organization hands it down.</summary>
[GenerateSerializer, Immutable, Alias("authserve.internal.MembershipState")]
internal sealed record MembershipState
{
    [Id(0)] public bool IsActive { get; init; }

    [Id(1)] public DateTimeOffset JoinedAt { get; init; }

    /// <summary>The organization's revision that last changed the membership.</summary>
    [Id(2)] public long Revision { get; init; }

    [Id(3)] public ImmutableArray<AssignmentState> Assignments { get; init; } = [];

    /// <summary>What the user is called in this organization; null for what the account says.</summary>
    [Id(4)] public string? DisplayName { get; init; }
}

/// <summary>A role given to a user in one organization.</summary>
[GenerateSerializer, Immutable, Alias("authserve.internal.AssignmentState")]
internal sealed record AssignmentState
{
    [Id(0)] public string Role { get; init; } = "";

    /// <summary>The role's incarnation: an assignment does not outlive the role it was made for.</summary>
    [Id(1)] public long Incarnation { get; init; }

    /// <summary>The object it is limited to, <c>type/id</c>; null for the whole organization.</summary>
    [Id(2)] public string? Resource { get; init; }

    /// <summary>When it ends; null when it does not.</summary>
    [Id(3)] public DateTimeOffset? ExpiresAt { get; init; }
}
