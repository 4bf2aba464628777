using AuthServe.Gateway.Security;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth.Tokens;

/// <summary>
/// Verifies the JWTs that AuthServe made with the key that each names, of the ring as it is now: the ring turns while gateways serve, and
/// OpenIddict's options are made once.
/// </summary>
internal sealed class VerifyWithRing(TokenKeys keys, IOptions<GatewayOptions> gateway) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.ValidTokenTypes.Contains(TokenTypeIdentifiers.Private.ClientAssertion)) return;

        var ring = await RingForAsync(context.Token);
        var parameters = context.TokenValidationParameters;
        parameters.ValidIssuers = null;
        parameters.ValidIssuer = gateway.Value.Issuer;
        parameters.ValidateIssuer = true;
        parameters.TryAllIssuerSigningKeys = false;
        parameters.IssuerSigningKeys = null;
        parameters.TokenDecryptionKeys = null;
        parameters.IssuerSigningKeyResolver = (_, _, keyId, _) => ring.Find(keyId) is { } found ? [found.Key] : [];
        parameters.AlgorithmValidator = (algorithm, key, _, _) => ring.Find(key.KeyId)?.Algorithm == algorithm;
    }

    private async ValueTask<TokenKeySet> RingForAsync(string token)
    {
        var handler = new JsonWebTokenHandler();
        var isUnknown = handler.CanReadToken(token) && keys.Current.Find(TryReadKeyId(handler, token)) is null;
        if (isUnknown) await keys.RefreshForUnknownKeyAsync(CancellationToken.None);
        return keys.Current;
    }

    private static string? TryReadKeyId(JsonWebTokenHandler handler, string token)
    {
        try
        {
            return handler.ReadJsonWebToken(token).Kid;
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }
}
