using System.Collections.Immutable;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth;

/// <summary>Answers the userinfo endpoint (OpenID Connect Core 1.0, section 5.3) with what is true now.</summary>
internal sealed class DescribeUser(Cluster cluster) : IOpenIddictServerHandler<HandleUserInfoRequestContext>
{
    public async ValueTask HandleAsync(HandleUserInfoRequestContext context)
    {
        var caller = Caller.From(context.AccessTokenPrincipal);
        if (caller?.Session is null || !context.AccessTokenPrincipal.HasScope(IdentityScopes.OpenId))
        {
            context.Reject(Errors.InsufficientScope, "The token must be a user's and have the scope openid.");
            return;
        }

        if (await cluster.User(caller.User).GetAccountAsync() is not { } account)
        {
            context.Reject(Errors.InvalidToken, "The user is gone.");
            return;
        }

        var scopes = context.AccessTokenPrincipal.GetScopes();
        context.Subject = account.User.ToString();
        foreach (var (name, value) in IdentityClaims.About(account, scopes)) context.Claims[name] = value;
        if (scopes.Contains(IdentityScopes.Email)) context.EmailVerified = account.IsEmailVerified;
        context.Claims[TokenClaims.Organization] = caller.Organization.ToString();
        context.Claims[IdentityClaims.Roles] =
            IdentityClaims.RolesOf(account, caller.Organization.Value).Select(static role => (string?)role).ToImmutableArray();
    }
}
