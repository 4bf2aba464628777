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
internal sealed class VerifyWithRing(TokenKeys keys, IOptions<GatewayOptions> gateway, TimeProvider time) : IOpenIddictServerHandler<ValidateTokenContext>
{
    /// <summary>An assertion that is good for longer is a secret that its client carries around (RFC 7523, section 3).</summary>
    private static readonly TimeSpan LongestAssertion = TimeSpan.FromHours(1);

    // The types of the JWTs that are made here. What OpenIddict would make one of else, a grant keeps.
    private static readonly string[] Types = [TokenClaims.TokenType, JsonWebTokenTypes.GenericJsonWebToken];

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.ValidTokenTypes.Contains(TokenTypeIdentifiers.Private.ClientAssertion))
        {
            context.TokenValidationParameters.LifetimeValidator = (begin, end, _, used) => HasBegun(begin, used) && end < Now + LongestAssertion;
            return;
        }

        var ring = await RingForAsync(context.Token);
        var parameters = context.TokenValidationParameters;
        parameters.ValidTypes = parameters.ValidTypes is { } asked ? [.. asked.Intersect(Types).DefaultIfEmpty(string.Empty)] : Types;
        parameters.ValidIssuers = null;
        parameters.ValidIssuer = gateway.Value.Issuer;
        parameters.ValidateIssuer = true;
        parameters.TryAllIssuerSigningKeys = false;
        parameters.IssuerSigningKeys = null;
        parameters.TokenDecryptionKeys = null;
        parameters.IssuerSigningKeyResolver = (_, _, keyId, _) => ring.Find(keyId) is { } found ? [found.Key] : [];
        parameters.AlgorithmValidator = (algorithm, key, token, _) => ring.Find(key.KeyId)?.Algorithm == algorithm && !IsExtended(token);
        parameters.AudienceValidator = (audiences, token, _) => !IsAccessToken(token) || audiences.Contains(gateway.Value.Issuer, StringComparer.Ordinal);
        // OpenIddict looks at the end itself: an ID token that has run out is still a hint.
        parameters.LifetimeValidator = (begin, end, _, used) => end is not null && HasBegun(begin, used);
    }

    private bool HasBegun(DateTime? begin, TokenValidationParameters used) => !(begin > Now + used.ClockSkew);

    // No extension is understood here (RFC 7515, section 4.1.11).
    private static bool IsExtended(SecurityToken token) => token is JsonWebToken jwt && jwt.TryGetHeaderValue<object>("crit", out _);

    private static bool IsAccessToken(SecurityToken token) =>
        token is JsonWebToken { Typ: { } type } && type.EndsWith(TokenClaims.TokenType, StringComparison.OrdinalIgnoreCase);

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
