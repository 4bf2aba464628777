using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Problems;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Credentials;

namespace AuthServe.Gateway.Accounts;

/// <summary>Asks for a link that sets a new password.</summary>
internal sealed record RequestPasswordResetRequest
{
    [Required, Description("The address of the account.")]
    public string? Email { get; init; }
}

/// <summary>Sets a new password by a link. No record: those print what they hold.</summary>
internal sealed class ResetPasswordRequest
{
    [Required, Description("What the link in the mail has as token.")]
    public string? Token { get; init; }

    [Required, Description("The password to be. Refused when it is too short or easy to guess.")]
    public string? NewPassword { get; init; }

    /// <summary>What this asks for, or what is wrong with it.</summary>
    public bool TryRead(
        [NotNullWhen(true)] out OneTimeToken? token, [NotNullWhen(true)] out Password? password, [NotNullWhen(false)] out Problem? problem)
    {
        var fields = new Fields();
        var given = fields.LinkToken("token", Token);
        password = fields.Password("new_password", NewPassword);
        token = given is null ? null : new OneTimeToken(given);
        return fields.AreValid(out problem) && token is not null;
    }
}

/// <summary>Confirms an e-mail address by a link. No record: those print what they hold.</summary>
internal sealed class VerifyEmailRequest
{
    [Required, Description("What the link in the mail has as token.")]
    public string? Token { get; init; }
}

/// <summary>Says that something is under way.</summary>
internal sealed record AcceptedModel([property: Description("For a person.")] string Message);
