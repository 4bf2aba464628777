using AuthServe.Grains.Invitations;

namespace AuthServe.Grains.Verification;

/// <summary>The directory lists the invitations that wait as their grains say.</summary>
internal sealed class InvitationCheck(IGrainFactory grains, DirectoryRows directory) : IOrganizationCheck
{
    public async Task<IReadOnlyList<string>> FindAsync(Guid organization) =>
        await (await directory.ListInvitationsAsync(organization)).FindOfEachAsync(async row =>
        {
            var invitation = await grains.GetGrain<IInvitationGrain>(row.Invitation).FindAsync();
            if (invitation is not { Status: InvitationStatus.Pending } || invitation.Organization != organization)
                return [$"invitation {row.Invitation}: is in the directory and does not wait"];

            return Comparing.Compare(
                $"invitation {row.Invitation}", "the directory", "its own grain",
                ("e-mail address", row.Email, invitation.Email),
                ("role", row.Role, invitation.Role),
                ("inviter", row.InvitedBy, invitation.InvitedBy),
                ("time of running out", row.ExpiresAt.ToUnixTimeMilliseconds(), invitation.Link.ExpiresAt.ToUnixTimeMilliseconds()),
                ("revision", row.Revision, invitation.Revision));
        });
}
