using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Links;

namespace AuthServe.Grains.Invitations;

/// <summary>Why an invitation cannot be made or accepted.</summary>
internal static class InvitationFaults
{
    public static readonly Fault NotFound = new(
        "invitation.not_found", "There is no such invitation: it has been taken back, or a newer one has taken its place.");

    public static readonly Fault Used = new("invitation.used", "This invitation has been accepted already. It is good for one account.");

    public static readonly Fault Expired = new("invitation.expired", "This invitation has run out. Ask for a new one.");

    public static readonly Fault Void = new(
        "invitation.void", "Whoever invited you may not do so any more, or the role is gone. Ask for a new invitation.");

    public static readonly Fault NoAccount = new("user.not_found", "The account is not there any more.");

    public static readonly Fault AlreadyMember = new("user.already_member", "This user is a member of the organization already.");

    /// <summary>Why the holder of a token may not accept this; null when they may.</summary>
    public static Fault? Refusal(InvitationState? invitation, LinkToken token, DateTimeOffset now)
    {
        if (invitation is null || !LinkTokens.Matches(token, invitation.Link)) return NotFound;
        return invitation.Status switch
        {
            InvitationStatus.Accepted => Used,
            InvitationStatus.Revoked => NotFound,
            _ => now < invitation.Link.ExpiresAt ? null : Expired,
        };
    }
}
