using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.GrainInterfaces.Idempotency;
using AuthServe.GrainInterfaces.Invitations;
using AuthServe.GrainInterfaces.LoginNames;

namespace AuthServe.Gateway.Invitations;

/// <summary>An invitation that waits.</summary>
internal sealed record InvitationModel(
    Guid InvitationId,
    [property: Description("Where its link was sent.")] string Email,
    [property: Description("The role that whoever accepts it will have.")] string Role,
    [property: Description("The user who invites.")] Guid InvitedBy,
    DateTimeOffset CreatedAt,
    [property: Description("Until when it can be accepted.")] DateTimeOffset ExpiresAt)
{
    public static InvitationModel From(Invitation invitation) => new(
        invitation.Id.Value, invitation.Email, invitation.Role, invitation.InvitedBy.Value, invitation.CreatedAt, invitation.ExpiresAt);
}

/// <summary>Asks to invite somebody.</summary>
internal sealed record InviteRequest
{
    [Required, Description("Where the link is sent. The address of an account that it makes.")]
    public string? Email { get; init; }

    [Required, Description("The role that whoever accepts it will have.")]
    public string? Role { get; init; }

    /// <summary>The command this asks for, or what is wrong with it.</summary>
    public bool TryRead([NotNullWhen(true)] out Invite? command, [NotNullWhen(false)] out Problem? problem)
    {
        var fields = new Fields();
        command = new Invite(fields.Email("email", Email), fields.SlugOf("role", Role));
        return fields.AreValid(out problem);
    }
}

/// <summary>Asks to accept an invitation. No record: those print what they hold, and this holds a password.</summary>
internal sealed class AcceptInvitationRequest
{
    [Required, Description("The token of the link in the mail.")]
    public string? Token { get; init; }

    [Description($"For a new account: signs in with it: {LoginName.UsernameAllowed}. Capitals are folded.")]
    public string? Username { get; init; }

    [Description("For a new account: refused when it is too short or easy to guess.")]
    public string? Password { get; init; }

    [Description("For a new account: shown to people.")]
    public string? DisplayName { get; init; }

    /// <summary>The command this asks for, or what is wrong with it.</summary>
    /// <param name="caller">Who is signed in; null for a new account.</param>
    /// <param name="requestId">Names the request in the logs.</param>
    /// <param name="key">The request, if it may be sent again; null when not.</param>
    /// <param name="command">The command.</param>
    /// <param name="problem">What is wrong.</param>
    public bool TryRead(
        Caller? caller, string requestId, RequestKey? key,
        [NotNullWhen(true)] out AcceptInvitation? command, [NotNullWhen(false)] out Problem? problem)
    {
        var fields = new Fields();
        var token = fields.LinkToken("token", Token);
        var account = caller is null ? ReadAccount(fields) : null;
        if (caller is not null) RefuseAccount(fields);
        command = new AcceptInvitation(token ?? "", caller?.User, account) { Key = key, RequestId = requestId };
        return fields.AreValid(out problem);
    }

    private InvitedAccount ReadAccount(Fields fields) => new(
        fields.Username("username", Username),
        fields.OptionalText("display_name", DisplayName, TextLimits.DisplayName),
        fields.Password("password", Password));

    private void RefuseAccount(Fields fields)
    {
        (string Name, string? Value)[] members = [("username", Username), ("password", Password), ("display_name", DisplayName)];
        foreach (var (name, _) in members.Where(member => member.Value is not null))
            fields.Refuse(name, "It must be left out with an access token: the account of the token joins.");
    }
}

/// <summary>Who has joined what.</summary>
internal sealed record JoinedModel(Guid UserId, Guid OrgId)
{
    public static JoinedModel From(Joined joined) => new(joined.User.Value, joined.Organization.Value);
}
