using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Sessions;

namespace AuthServe.Gateway.Security;

/// <summary>What an access token is to say.</summary>
/// <param name="Subject">Whose rights it carries: a user, or the service account of the client.</param>
/// <param name="ClientId">Who uses it.</param>
/// <param name="Organization">Where.</param>
/// <param name="Scope">What for, separated by spaces.</param>
/// <param name="Session">The session it lives and dies with; null for a client that acts for itself.</param>
/// <param name="AuthenticatedAt">When the user proved who they are; null when there is no user.</param>
/// <param name="Actor">The subject of the client that acts for the user (RFC 8693, section 4.1); null when none does.</param>
internal sealed record AccessGrant(
    UserId Subject,
    string ClientId,
    OrganizationId Organization,
    string Scope,
    SessionId? Session,
    DateTimeOffset? AuthenticatedAt,
    string? Actor = null);
