using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
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
            profile.Username, profile.PrimaryEmail, profile.DisplayName, membership.IsActive ? "active" : "disabled",
            [.. membership.Assignments.Select(assignment => assignment.Role).Order(StringComparer.Ordinal)]),
        Names.Default.MemberText);

    private static string Print<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type);

    internal sealed record OrganizationText(string Name, string? Domain, string Type, bool MfaRequired);

    internal sealed record RoleText(string DisplayName, ImmutableArray<string> Permissions);

    internal sealed record PermissionText(string? Description);

    internal sealed record MemberText(
        string Username, string PrimaryEmail, string? DisplayName, string Status, ImmutableArray<string> Roles);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(OrganizationText))]
    [JsonSerializable(typeof(RoleText))]
    [JsonSerializable(typeof(PermissionText))]
    [JsonSerializable(typeof(MemberText))]
    private sealed partial class Names : JsonSerializerContext;
}
