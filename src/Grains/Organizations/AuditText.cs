using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using AuthServe.Grains.Clients;
using AuthServe.Grains.Invitations;
using AuthServe.Grains.Permissions;
using AuthServe.Grains.Roles;
using AuthServe.Grains.Users;

namespace AuthServe.Grains.Organizations;

/// <summary>How the targets of commands read in the log: JSON with the names the HTTP API uses, and no secret.</summary>
internal static partial class AuditText
{
    public static string Of(ProfileState profile) => Print(new(profile.Name, profile.Domain, profile.Type, profile.MfaRequired), Names.Default.OrganizationText);

    public static string Of(RoleState role) => Print(new(role.DisplayName, role.Permissions), Names.Default.RoleText);

    public static string Of(CatalogueItem item) => Print(new(item.Description), Names.Default.PermissionText);

    public static string Of(AccountProfile profile, MembershipState membership) => Print(
        new(
            profile.Username, profile.PrimaryEmail, membership.DisplayName ?? profile.DisplayName, membership.IsActive ? "active" : "disabled",
            [.. membership.Assignments.Select(assignment => assignment.Role).Order(StringComparer.Ordinal)]),
        Names.Default.MemberText);

    public static string Of(ClientState client, MembershipState account) => Print(
        new(
            client.Name, client.IsConfidential ? "confidential" : "public", client.AuthenticationMethod, client.RedirectUris,
            client.PostLogoutRedirectUris, client.GrantTypes, client.Scopes, client.IsFirstParty, ToJson(client.Jwks),
            [.. client.Secrets.Select(secret => new SecretText(secret.CreatedAt, secret.ExpiresAt))],
            [.. account.Assignments.Select(assignment => assignment.Role).Order(StringComparer.Ordinal)]),
        Names.Default.ClientText);

    public static string Of(InvitationState invitation) =>
        Print(new(invitation.Email, invitation.Role, invitation.Link.ExpiresAt), Names.Default.InvitationText);

    /// <summary>The permissions and roles that an import takes away or changes, as they were.</summary>
    public static string Before(ManifestPlan plan, OrganizationView view) => Of(
        plan.Permissions.Removed.Select(permission => (permission.Slug, permission.Description))
            .Concat(plan.Permissions.Changed.Select(change => (change.Slug, change.Before))),
        plan.Roles.Removed.Select(role => role.Name).Concat(plan.Roles.Changed.Select(role => role.Name)).Select(role => view.Roles[role]));

    /// <summary>The permissions and roles that an import makes or changes, as they are afterwards.</summary>
    public static string After(ManifestPlan plan) => Of(
        plan.Catalogue.Added.Select(item => (item.Slug, item.Description)), plan.ChangedRoles);

    private static string Of(IEnumerable<(string Slug, string? Description)> permissions, IEnumerable<RoleState> roles) => Print(
        new(
            permissions.ToImmutableSortedDictionary(item => item.Slug, item => new PermissionText(item.Description), StringComparer.Ordinal),
            roles.ToImmutableSortedDictionary(role => role.Name, role => new RoleText(role.DisplayName, role.Permissions), StringComparer.Ordinal)),
        Names.Default.ManifestText);

    private static JsonElement? ToJson(string? text) => text is null ? null : JsonElement.Parse(text);

    private static string Print<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type);

    internal sealed record OrganizationText(string Name, string? Domain, string Type, bool MfaRequired);

    internal sealed record RoleText(string DisplayName, ImmutableArray<string> Permissions);

    internal sealed record PermissionText(string? Description);

    internal sealed record ManifestText(
        ImmutableSortedDictionary<string, PermissionText> Permissions, ImmutableSortedDictionary<string, RoleText> Roles);

    internal sealed record MemberText(
        string Username, string PrimaryEmail, string? DisplayName, string Status, ImmutableArray<string> Roles);

    internal sealed record ClientText(
        string Name, string Type, string TokenEndpointAuthMethod, ImmutableArray<string> RedirectUris,
        ImmutableArray<string> PostLogoutRedirectUris, ImmutableArray<string> GrantTypes, ImmutableArray<string>? Scopes, bool FirstParty,
        JsonElement? Jwks, ImmutableArray<SecretText> Secrets, ImmutableArray<string> Roles);

    internal sealed record InvitationText(string Email, string Role, DateTimeOffset ExpiresAt);

    internal sealed record SecretText(DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(OrganizationText))]
    [JsonSerializable(typeof(RoleText))]
    [JsonSerializable(typeof(PermissionText))]
    [JsonSerializable(typeof(ManifestText))]
    [JsonSerializable(typeof(MemberText))]
    [JsonSerializable(typeof(ClientText))]
    [JsonSerializable(typeof(InvitationText))]
    private sealed partial class Names : JsonSerializerContext;
}
