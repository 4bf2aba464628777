using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Invitations;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.Permissions;

namespace AuthServe.Gateway.Input;

/// <summary>
/// Reads what paths name. Text that can be no name becomes the name that nothing has, so it is answered as something that does not exist.
/// </summary>
internal static class PathNames
{
    /// <summary>A user; the nil UUID (RFC 9562, section 5.9) when the text is no UUID.</summary>
    public static UserId User(string text) => new(Guid.TryParseExact(text, "D", out var id) ? id : Guid.Empty);

    /// <summary>An organization; the nil UUID when the text is no UUID.</summary>
    public static OrganizationId Organization(string text) => new(User(text).Value);

    /// <summary>A session; the nil UUID when the text is no UUID.</summary>
    public static SessionId Session(string text) => new(Guid.TryParseExact(text, "D", out var id) ? id : Guid.Empty);

    /// <summary>An OAuth client; the nil UUID when the text is no UUID.</summary>
    public static ClientId Client(string text) => new(User(text).Value);

    /// <summary>An invitation; the nil UUID when the text is no UUID.</summary>
    public static InvitationId Invitation(string text) => new(User(text).Value);

    /// <summary>A role; empty when the text is no slug.</summary>
    public static string Role(string text) => Slug.IsValid(text) ? text : "";

    /// <summary>A permission; empty when the text is none.</summary>
    public static string Permission(string text) => PermissionName.TryParse(text, out _) ? text : "";
}
