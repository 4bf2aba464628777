using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Idempotency;
using AuthServe.GrainInterfaces.Invitations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Links;

namespace AuthServe.Grains.Invitations;

/// <summary>The organization's side of accepting an invitation. Key: the organization's id.</summary>
[Alias("authserve.internal.IInvitationAcceptance")]
internal interface IInvitationAcceptance : IGrainWithGuidKey
{
    /// <summary>
    /// Makes the holder of the link a member, once. Faults: those of <see cref="IAccountsGrain.AcceptInvitationAsync"/> that are about
    /// invitations, and <c>user.username_taken</c>, <c>user.email_taken</c> when a reservation of a new account was lost.
    /// </summary>
    [Alias("Accept")]
    Task<Outcome<Receipt<Joined>>> AcceptAsync(Acceptance acceptance, CancellationToken cancellationToken = default);

    /// <summary>Who has joined by this very request; or <c>invitation.not_found</c>, when nobody has.</summary>
    [Alias("FindAccepted")]
    Task<Outcome<Receipt<Joined>>> FindAcceptedAsync(RequestKey key, CancellationToken cancellationToken = default);
}

/// <summary>Somebody accepts an invitation.</summary>
/// <param name="Token">The token of the link.</param>
/// <param name="User">The account that becomes a member.</param>
/// <param name="NewAccount">What to call it if it is new, with its names reserved and its credentials set; else null.</param>
/// <param name="Key">The request it is made for, when it must not be made twice.</param>
/// <param name="RequestId">As an <see cref="Actor"/> has it.</param>
[GenerateSerializer, Immutable, Alias("authserve.internal.Acceptance")]
internal sealed record Acceptance(
    [property: Id(0)] LinkToken Token, [property: Id(1)] UserId User, [property: Id(2)] NewMember? NewAccount,
    [property: Id(3)] RequestKey? Key = null, [property: Id(4)] string? RequestId = null);
