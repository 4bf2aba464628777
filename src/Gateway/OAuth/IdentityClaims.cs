using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json.Nodes;
using AuthServe.Gateway.Security;
using AuthServe.GrainInterfaces.Grants;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.GrainInterfaces.Users;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace AuthServe.Gateway.OAuth;

/// <summary>What is said of a user, in ID tokens and by the userinfo endpoint (OpenID Connect Core 1.0, sections 2 and 5.4).</summary>
internal static class IdentityClaims
{
    /// <summary>How a user proves who they are here: by a password (RFC 8176, section 2).</summary>
    public const string PasswordMethod = "pwd";

    /// <summary>The authentication context of a password alone.</summary>
    public const string PasswordContext = "urn:authserve:acr:pwd";

    /// <summary>The claim with the slugs of the user's roles in the organization.</summary>
    public const string Roles = "roles";

    /// <summary>The principal of an ID token.</summary>
    public static ClaimsPrincipal Of(Account account, Authorization authorization, SessionId session, ImmutableArray<string> scopes)
    {
        var user = new ClaimsIdentity("authserve", Claims.Subject, Roles);
        user.SetClaim(Claims.Subject, account.User.ToString());
        user.SetClaim(TokenClaims.Session, session.ToString());
        user.SetClaim(TokenClaims.Organization, authorization.Organization.ToString());
        user.SetClaim(Claims.AuthenticationTime, authorization.AuthenticatedAt.ToUnixTimeSeconds());
        user.SetClaim(Claims.AuthenticationContextReference, PasswordContext);
        user.AddClaim(Claims.AuthenticationMethodReference, PasswordMethod);
        // As JSON, because one role alone would otherwise be a text and not a list.
        var roles = new JsonArray([.. RolesOf(account, authorization.Organization.Value).Select(role => JsonValue.Create(role))]);
        user.AddClaim(new Claim(Roles, roles.ToJsonString(), JsonClaimValueTypes.JsonArray));
        foreach (var (name, value) in About(account, scopes)) user.SetClaim(name, value);
        if (scopes.Contains(IdentityScopes.Email)) user.SetClaim(Claims.EmailVerified, account.IsEmailVerified);
        user.SetDestinations(static _ => [Destinations.IdentityToken]);
        return new ClaimsPrincipal(user);
    }

    /// <summary>The roles of a user in an organization, by slug.</summary>
    public static ImmutableArray<string> RolesOf(Account account, Guid organization) =>
        account.Memberships.FirstOrDefault(membership => membership.Organization.Value == organization)?.Roles ?? [];

    /// <summary>What these scopes disclose, beside whether the e-mail address is verified.</summary>
    public static IEnumerable<(string Name, string Value)> About(Account account, ImmutableArray<string> scopes)
    {
        if (scopes.Contains(IdentityScopes.Profile))
        {
            yield return (Claims.Name, account.DisplayName ?? account.Username);
            yield return (Claims.PreferredUsername, account.Username);
        }

        if (scopes.Contains(IdentityScopes.Email)) yield return (Claims.Email, account.PrimaryEmail);
    }
}
