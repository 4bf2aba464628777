using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Problems;
using AuthServe.GrainInterfaces.Accounts;

namespace AuthServe.Gateway.Accounts;

/// <summary>Asks to sign in. No record: those print what they hold, and this holds a password.</summary>
internal sealed class LoginRequest
{
    private const int MaxLoginLength = 1024;

    [Required, Description("User name or e-mail address.")]
    public string? Username { get; init; }

    [Required, Description("The password.")]
    public string? Password { get; init; }

    [Description("Permissions for the token, separated by spaces; without it, all that are held.")]
    public string? Scope { get; init; }

    [Description("The id of the organization to act in; without it, the one last used, or else the first the user is an active member of.")]
    public string? Organization { get; init; }

    /// <summary>The command this asks for, or what is wrong with it.</summary>
    public bool TryRead([NotNullWhen(true)] out SignIn? command, [NotNullWhen(false)] out Problem? problem)
    {
        var fields = new Fields();
        command = Read(fields);
        return fields.AreValid(out problem);
    }

    /// <summary>The command this asks for.</summary>
    public SignIn Read(Fields fields)
    {
        if (fields.Required("username", Username)?.Length > MaxLoginLength)
            fields.Refuse("username", $"It must be at most {MaxLoginLength} characters.");
        var organization = fields.OptionalUuid("organization", Organization);
        return new SignIn(
            Username ?? "",
            fields.Password("password", Password),
            organization is { } id ? new OrganizationId(id) : null,
            fields.OptionalScope("scope", Scope));
    }
}

/// <summary>An access token with what renews it (RFC 6749, section 5.1).</summary>
internal sealed record TokenModel(
    [property: Description("Goes into the Authorization header as a bearer token.")] string AccessToken,
    [property: Description("Always Bearer.")] string TokenType,
    [property: Description("Seconds until the token expires.")] long ExpiresIn,
    [property: Description("Renews the token at /oauth2/token, with client_id authserve. Used once: each answer brings the next one.")] string RefreshToken,
    [property: Description("What the token is good for: permissions, separated by spaces.")] string Scope)
{
    /// <summary>Prints nothing of the token.</summary>
    public override string ToString() => nameof(TokenModel);
}
