using AuthServe.Gateway.OAuth.Clients;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth;

/// <summary>
/// Refuses to send a browser anywhere after a sign-out but to an address that the client has registered for it (OpenID Connect
/// RP-Initiated Logout 1.0, section 3). The client is the one named, or the one that the ID token is for.
/// </summary>
internal sealed class CheckLogoutTarget(KnownClients clients) : IOpenIddictServerHandler<ValidateEndSessionRequestContext>
{
    public async ValueTask HandleAsync(ValidateEndSessionRequestContext context)
    {
        if (string.IsNullOrEmpty(context.PostLogoutRedirectUri)) return;
        var clientId = context.ClientId ?? context.IdentityTokenHintPrincipal?.GetAudiences().FirstOrDefault();
        var client = await clients.FindAsync(clientId);
        if (client is null || !client.Settings.PostLogoutRedirectUris.Contains(context.PostLogoutRedirectUri, StringComparer.Ordinal))
            context.Reject(Errors.InvalidRequest, "The post_logout_redirect_uri is not registered for the client. Name the client by id_token_hint or client_id.");
    }
}
