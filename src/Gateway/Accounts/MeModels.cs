using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Users;
using AuthServe.GrainInterfaces.Users;

namespace AuthServe.Gateway.Accounts;

/// <summary>The account of the caller.</summary>
internal sealed record MeModel(
    Guid UserId,
    [property: Description("Null for an OAuth client, which acts for itself.")] string? Username,
    [property: Description("Null for an OAuth client.")] string? PrimaryEmail,
    [property: Description("Whether mail to the address is known to reach the user.")] bool EmailVerified,
    string? DisplayName,
    DateTimeOffset CreatedAt,
    [property: Description("Every organization the user is a member of.")] ImmutableArray<MembershipModel> Memberships,
    [property: Description("The organization of the token.")] Guid OrgId)
{
    public static MeModel From(Account account, Caller caller) => new(
        account.User.Value,
        account.IsService ? null : account.Username,
        account.IsService ? null : account.PrimaryEmail,
        account.IsEmailVerified,
        account.DisplayName,
        account.CreatedAt,
        [.. account.Memberships.Select(MembershipModel.From)],
        caller.Organization.Value);
}

/// <summary>Asks to change the account; what is not given stays.</summary>
internal sealed record UpdateMeRequest
{
    [Description("Shown to people in every organization, except where an organization calls its member something else.")]
    public string? DisplayName { get; init; }

    [Description("Takes the place of the address now once the link is used that is sent to it. The address now withdraws a change that waits.")]
    public string? PrimaryEmail { get; init; }
}

/// <summary>Asks to act in another organization.</summary>
internal sealed record SwitchOrganizationRequest
{
    [Required, Description("The id of the organization to act in.")]
    public string? Organization { get; init; }

    [Description("Permissions for the token, separated by spaces; without it, all that are held there.")]
    public string? Scope { get; init; }
}

/// <summary>A membership of the caller.</summary>
internal sealed record MembershipModel(
    Guid OrgId,
    [property: Description("active or disabled.")] string Status,
    [property: Description("Names of roles, sorted.")] ImmutableArray<string> Roles,
    DateTimeOffset JoinedAt)
{
    public static MembershipModel From(MembershipSummary membership) =>
        new(membership.Organization.Value, MemberStatus.Of(membership.IsActive), membership.Roles, membership.JoinedAt);
}
