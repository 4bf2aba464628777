using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Problems;
using AuthServe.GrainInterfaces.Organizations;

namespace AuthServe.Gateway.Organizations;

/// <summary>An organization.</summary>
internal sealed record OrganizationModel(
    Guid OrgId,
    [property: Description("Shown to people.")] string Name,
    [property: Description("Its DNS domain; null when it has none.")] string? Domain,
    [property: Description("enterprise or teams.")] string Type,
    [property: Description("Whether members must sign in with a second factor.")] bool MfaRequired,
    DateTimeOffset CreatedAt)
{
    public static OrganizationModel From(Organization organization) => new(
        organization.Id.Value, organization.Profile.Name, organization.Profile.Domain, organization.Profile.Type, organization.Profile.MfaRequired,
        organization.CreatedAt);
}

/// <summary>Asks to change an organization; what is not given stays.</summary>
internal sealed record UpdateOrganizationRequest
{
    [Description("Shown to people.")]
    public string? Name { get; init; }

    [Description("Its DNS domain, lower case; empty for none.")]
    public string? Domain { get; init; }

    [Description("enterprise or teams.")]
    public string? Type { get; init; }

    [Description("Whether members must sign in with a second factor.")]
    public bool? MfaRequired { get; init; }

    /// <summary>The command this asks for, or what is wrong with it.</summary>
    public bool TryRead([NotNullWhen(true)] out UpdateOrganization? command, [NotNullWhen(false)] out Problem? problem)
    {
        var fields = new Fields();
        command = new UpdateOrganization(
            Name is null ? null : fields.Text("name", Name, TextLimits.DisplayName),
            Domain is "" ? "" : fields.OptionalDomain("domain", Domain),
            Type is null ? null : fields.OneOf("type", Type, "enterprise", "teams"),
            MfaRequired);
        return fields.AreValid(out problem);
    }
}

/// <summary>Asks to delete an organization.</summary>
internal sealed record DeleteOrganizationRequest
{
    [Required, Description("The name of the organization, as it is.")]
    public string? Confirm { get; init; }
}
