using Microsoft.Extensions.Options;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth;

/// <summary>Puts the issuer, exactly as it is configured, into answers of the authorization endpoint (RFC 9207).</summary>
internal sealed class NameIssuer(IOptions<GatewayOptions> gateway) : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    public ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (!string.IsNullOrEmpty(context.RedirectUri)) context.Response.Iss = gateway.Value.Issuer;
        return ValueTask.CompletedTask;
    }
}
