using System.Collections.Immutable;
using System.Security.Claims;
using AuthServe.Gateway.Checks;
using AuthServe.Gateway.OAuth.Clients;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Grants;
using AuthServe.GrainInterfaces.Sessions;
using AuthServe.GrainInterfaces.Users;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth.Grants;

/// <summary>Turns what a grant type proves into the answer of the token endpoint: the same for all of them.</summary>
internal sealed class TokenAnswer(Cluster cluster, KnownClients clients, Checker checker, AccessTokens tokens)
{
    /// <summary>Answers for a grant whose session has begun, with the scopes that are left of those allowed and of those asked for.</summary>
    public async ValueTask AnswerAsync(
        HandleTokenRequestContext context, SessionId session, ActiveGrant grant, ImmutableArray<string> asked, string? nonce)
    {
        var authorization = grant.Authorization;
        var account = await cluster.User(authorization.User).GetAccountAsync();
        var permissions = await checker.ListPermissionsAsync(authorization.User, authorization.Organization);
        if (account is null || permissions is null)
        {
            context.Reject(Errors.InvalidGrant, "The user is no active member of the organization any more.");
            return;
        }

        var scopes = GrantedScopes.Of(asked, await clients.GetAsync(authorization.ClientId), permissions);
        var access = new AccessGrant(
            authorization.User, authorization.ClientId, authorization.Organization, string.Join(' ', scopes), session,
            authorization.AuthenticatedAt);
        var principal = IdentityClaims.Of(account, authorization, session, scopes).SetClaim(Claims.Private.Nonce, nonce);
        Issuance.Of(context.Transaction).RefreshToken = grant.RefreshToken;
        SignIn(context, access, principal, scopes);
    }

    /// <summary>Answers with an access token, and with what else the principal's scopes ask for.</summary>
    public void SignIn(HandleTokenRequestContext context, AccessGrant access, ClaimsPrincipal principal, ImmutableArray<string> scopes)
    {
        if (!tokens.Fits(access.Scope))
        {
            context.Reject(Errors.InvalidScope, ScopeErrors.TooLarge);
            return;
        }

        Issuance.Of(context.Transaction).Access = access;
        context.Parameters[Parameters.Scope] = access.Scope;
        context.SignIn(principal.SetScopes(scopes));
    }
}
