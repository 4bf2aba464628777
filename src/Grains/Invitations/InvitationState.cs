using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Invitations;
using AuthServe.Grains.Links;

namespace AuthServe.Grains.Invitations;

/// <summary>
/// An invitation as stored, and as the organization hands it down. One that waits no more leaves a row without what says something of a
/// person, so that its link is known and its revision only grows.
/// </summary>
[GenerateSerializer, Immutable, Alias("authserve.internal.InvitationState")]
internal sealed record InvitationState
{
    [Id(0)] public InvitationStatus Status { get; init; }

    [Id(1)] public Guid Organization { get; init; }

    /// <summary>What it was called when the invitation was made.</summary>
    [Id(2)] public string OrganizationName { get; init; } = "";

    [Id(3)] public string Email { get; init; } = "";

    [Id(4)] public string Role { get; init; } = "";

    /// <summary>The role's incarnation: an invitation does not outlive the role it was made for.</summary>
    [Id(5)] public long Incarnation { get; init; }

    [Id(6)] public Guid InvitedBy { get; init; }

    /// <summary>What people called them when the invitation was made.</summary>
    [Id(7)] public string InviterName { get; init; } = "";

    [Id(8)] public DateTimeOffset CreatedAt { get; init; }

    [Id(9)] public StoredLink Link { get; init; } = new();

    /// <summary>The organization's revision that last changed the invitation.</summary>
    [Id(10)] public long Revision { get; init; }

    /// <summary>The invitation when it waits no more.</summary>
    public InvitationState Ended(InvitationStatus status) => new() { Status = status, Organization = Organization, Link = Link };

    public Invitation ToContract(Guid id) => new(new(id), Email, Role, new(InvitedBy), CreatedAt, Link.ExpiresAt);

    public InvitationPreview ToPreview() => new(OrganizationName, Role, Email, InviterName, Link.ExpiresAt);

}

/// <summary>How an invitation stands. Stored by number.</summary>
[GenerateSerializer, Alias("authserve.internal.InvitationStatus")]
internal enum InvitationStatus
{
    Pending = 0,
    Accepted = 1,
    Revoked = 2,
}

/// <summary>What a log entry does to an invitation.</summary>
internal sealed record InvitationEffect
{
    public Guid Invitation { get; init; }

    /// <summary>The invitation after the entry.</summary>
    public InvitationState State { get; init; } = new();
}
