using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using Orleans.Concurrency;

namespace AuthServe.GrainInterfaces.Invitations;

/// <summary>
/// The invitations of an organization that wait to be accepted. Key: the organization's id. Every command may fault with
/// <c>actor.forbidden</c>. Accepting is <see cref="IAccountsGrain.AcceptInvitationAsync"/>.
/// </summary>
[Alias("authserve.IOrganizationInvitations")]
public interface IOrganizationInvitations : IGrainWithGuidKey
{
    /// <summary>Those that can still be accepted, by id, which is by age.</summary>
    [AlwaysInterleave, Alias("List")]
    ValueTask<Page<Invitation>> ListInvitationsAsync(InvitationId? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Invites somebody by mail. An invitation of the same address that waits is renewed: its old link is good no more. Faults:
    /// <c>role.not_found</c>, <c>grant.exceeds_own</c>, <c>owner.required</c>, <c>user.already_member</c>, <c>invitation.limit_reached</c>.
    /// </summary>
    [Alias("Invite")]
    Task<Outcome<Receipt<Invitation>>> InviteAsync(Actor actor, Invite command, CancellationToken cancellationToken = default);

    /// <summary>Takes an invitation back: its link is good no more. Fault: <c>invitation.not_found</c>.</summary>
    [Alias("Revoke")]
    Task<Outcome<Receipt>> RevokeInvitationAsync(Actor actor, InvitationId invitation, CancellationToken cancellationToken = default);
}

/// <summary>Identifies an invitation. A version 7 UUID (RFC 9562, section 5.7).</summary>
[GenerateSerializer, Immutable, Alias("authserve.InvitationId")]
public readonly record struct InvitationId([property: Id(0)] Guid Value)
{
    /// <summary>A fresh id, ordered by time.</summary>
    public static InvitationId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <summary>Lower-case, with dashes.</summary>
    public override string ToString() => Value.ToString("D");
}

/// <summary>Asks to invite somebody.</summary>
/// <param name="Email">Normalised.</param>
/// <param name="Role">The role they will have: a slug.</param>
[GenerateSerializer, Immutable, Alias("authserve.Invite")]
public sealed record Invite([property: Id(0)] string Email, [property: Id(1)] string Role);

/// <summary>An invitation that waits.</summary>
/// <param name="Id">Which.</param>
/// <param name="Email">Whom, normalised.</param>
/// <param name="Role">The role they will have: a slug.</param>
/// <param name="InvitedBy">Who may still grant that role; else the invitation is void.</param>
/// <param name="CreatedAt">When the link was made.</param>
/// <param name="ExpiresAt">Until when it can be accepted.</param>
[GenerateSerializer, Immutable, Alias("authserve.Invitation")]
public sealed record Invitation(
    [property: Id(0)] InvitationId Id,
    [property: Id(1)] string Email,
    [property: Id(2)] string Role,
    [property: Id(3)] UserId InvitedBy,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] DateTimeOffset ExpiresAt);
