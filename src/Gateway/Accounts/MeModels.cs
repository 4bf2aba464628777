using System.Collections.Immutable;
using System.ComponentModel;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Users;
using AuthServe.GrainInterfaces.Users;

namespace AuthServe.Gateway.Accounts;

/// <summary>The account of the caller.</summary>
internal sealed record MeModel(
    Guid UserId,
    [property: Description("Null for an OAuth client, which acts for itself.")] string? Username,
    [property: Description("Null for an OAuth client.")] string? PrimaryEmail,
    string? DisplayName,
    DateTimeOffset CreatedAt,
    [property: Description("Every organization the user is a member of.")] ImmutableArray<MembershipModel> Memberships,
    [property: Description("The organization of the token.")] Guid OrgId)
{
    public static MeModel From(Account account, Caller caller) => new(
        account.User.Value,
        account.IsService ? null : account.Username,
        account.IsService ? null : account.PrimaryEmail,
        account.DisplayName,
        account.CreatedAt,
        [.. account.Memberships.Select(MembershipModel.From)],
        caller.Organization.Value);
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
