using AuthServe.Gateway.Security;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth.Tokens;

/// <summary>Signs ID tokens with the key that is active now, for the issuer exactly as it is configured.</summary>
internal sealed class SignWithRing(TokenKeys keys, IOptions<GatewayOptions> gateway) : IOpenIddictServerHandler<GenerateTokenContext>
{
    public ValueTask HandleAsync(GenerateTokenContext context)
    {
        context.SecurityTokenDescriptor.SigningCredentials = keys.Current.Signing;
        context.SecurityTokenDescriptor.Issuer = gateway.Value.Issuer;
        return ValueTask.CompletedTask;
    }
}
