using System.Globalization;
using System.Security.Claims;
using AuthServe.Gateway.Security;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Sessions;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>Somebody signed in at the hosted pages with a browser.</summary>
/// <param name="User">Who.</param>
/// <param name="Session">The session, which can be ended elsewhere.</param>
/// <param name="AuthenticatedAt">When they gave their password, to the millisecond.</param>
/// <param name="PasswordGeneration">The generation of that password.</param>
/// <param name="Organization">The membership chosen; null before there was a choice.</param>
internal sealed record BrowserSession(
    UserId User, SessionId Session, DateTimeOffset AuthenticatedAt, long PasswordGeneration, OrganizationId? Organization)
{
    private const string Generation = "authserve:generation";

    /// <summary>What the cookie keeps.</summary>
    public ClaimsPrincipal ToPrincipal()
    {
        var claims = new List<Claim>
        {
            new(TokenClaims.Subject, User.ToString()),
            new(TokenClaims.Session, Session.ToString()),
            new(TokenClaims.AuthenticationTime, AuthenticatedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
            new(Generation, PasswordGeneration.ToString(CultureInfo.InvariantCulture)),
        };
        if (Organization is { } organization) claims.Add(new(TokenClaims.Organization, organization.ToString()));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, BrowserSessions.Scheme, TokenClaims.Subject, roleType: null));
    }

    /// <summary>What a cookie kept; null when it is not this.</summary>
    public static BrowserSession? From(ClaimsPrincipal principal)
    {
        if (!Guid.TryParse(principal.FindFirstValue(TokenClaims.Subject), out var user)) return null;
        if (!Guid.TryParse(principal.FindFirstValue(TokenClaims.Session), out var session)) return null;
        if (!long.TryParse(principal.FindFirstValue(TokenClaims.AuthenticationTime), NumberStyles.None, CultureInfo.InvariantCulture, out var at)) return null;
        if (!long.TryParse(principal.FindFirstValue(Generation), NumberStyles.None, CultureInfo.InvariantCulture, out var generation)) return null;
        OrganizationId? organization = Guid.TryParse(principal.FindFirstValue(TokenClaims.Organization), out var id) ? new(id) : null;
        return new(new(user), new(session), DateTimeOffset.FromUnixTimeMilliseconds(at), generation, organization);
    }
}
