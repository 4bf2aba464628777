using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Problems;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Organizations;

namespace AuthServe.Gateway.Accounts;

/// <summary>Asks for a new organization and its owner.</summary>
internal sealed record SignUpRequest
{
    [Required, Description("Who becomes the owner.")]
    public SignUpUser? User { get; init; }

    [Required, Description("The organization to found.")]
    public SignUpOrganization? Organization { get; init; }

    /// <summary>The command this asks for, or what is wrong with it.</summary>
    public bool TryRead([NotNullWhen(true)] out SignUp? command, [NotNullWhen(false)] out Problem? problem)
    {
        var fields = new Fields();
        var account = fields.Required("user", User)?.Read(fields);
        var organization = fields.Required("organization", Organization)?.Read(fields);
        command = account is null || organization is null ? null : new SignUp(account, organization);
        return fields.AreValid(out problem) && command is not null;
    }
}

/// <summary>The account of a new owner. No record: those print what they hold, and this holds a password.</summary>
internal sealed class SignUpUser
{
    [Required, Description($"Signs in with it: {LoginName.UsernameAllowed}. Capitals are folded.")]
    public string? Username { get; init; }

    [Required, Description("Refused when it is too short or easy to guess.")]
    public string? Password { get; init; }

    [Required, Description("Signs in with it, too.")]
    public string? PrimaryEmail { get; init; }

    [Description("Shown to people.")]
    public string? DisplayName { get; init; }

    /// <summary>The account this asks for.</summary>
    public NewAccount Read(Fields fields) => new(
        fields.Username("user.username", Username),
        fields.Email("user.primary_email", PrimaryEmail),
        fields.OptionalText("user.display_name", DisplayName, TextLimits.DisplayName),
        fields.Password("user.password", Password));
}

/// <summary>A new organization.</summary>
internal sealed record SignUpOrganization
{
    [Required, Description("Shown to people.")]
    public string? Name { get; init; }

    [Description("Its DNS domain, lower case.")]
    public string? Domain { get; init; }

    [DefaultValue("teams"), Description("enterprise or teams.")]
    public string? Type { get; init; }

    [DefaultValue(false), Description("Whether members must sign in with a second factor.")]
    public bool? MfaRequired { get; init; }

    /// <summary>The organization this asks for.</summary>
    public OrganizationProfile Read(Fields fields) => new(
        fields.Text("organization.name", Name, TextLimits.DisplayName),
        fields.OptionalDomain("organization.domain", Domain),
        fields.OneOf("organization.type", Type ?? "teams", "enterprise", "teams"),
        MfaRequired ?? false);
}

/// <summary>What a sign-up made.</summary>
internal sealed record SignedUpModel(Guid UserId, Guid OrgId)
{
    public static SignedUpModel From(SignedUp made) => new(made.User.Value, made.Organization.Value);
}
