using System.Security.Claims;
using AuthServe.Gateway.Checks;
using AuthServe.Gateway.OAuth.Clients;
using AuthServe.Gateway.Security;
using AuthServe.GrainInterfaces.Clients;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth.Grants;

/// <summary>A client that acts for itself (RFC 6749, section 4.4) gets a token for its service account.</summary>
internal sealed class GrantServiceAccount(KnownClients clients, Checker checker, TokenAnswer answer) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (!context.Request!.IsClientCredentialsGrantType()) return;

        var client = await clients.GetAsync(context.ClientId);
        var asked = GrantedScopes.Asked(context.Request!.GetScopes());
        if (asked is { } names && names.FirstOrDefault(IdentityScopes.Contains) is { } identity)
        {
            context.Reject(Errors.InvalidScope, $"'{identity}' is about a user, and there is none here.");
            return;
        }

        var account = client.Settings.Id.ServiceAccount;
        var permissions = await checker.ListPermissionsAsync(account, client.Settings.Organization);
        var scopes = GrantedScopes.Of(asked, client, permissions);
        if (scopes.IsEmpty && asked is not null)
        {
            context.Reject(Errors.InvalidScope, ScopeErrors.NothingGranted);
            return;
        }

        var access = new AccessGrant(
            account, client.ClientId, client.Settings.Organization, string.Join(' ', scopes), Session: null, AuthenticatedAt: null);
        var principal = new ClaimsPrincipal(new ClaimsIdentity("authserve")).SetClaim(Claims.Subject, account.ToString());
        answer.SignIn(context, access, principal, scopes);
    }
}
