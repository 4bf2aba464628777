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
