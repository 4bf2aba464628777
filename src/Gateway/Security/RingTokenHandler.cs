using AuthServe.Gateway.Silos;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AuthServe.Gateway.Security;

/// <summary>
/// Validates access tokens with the keys of the ring, which it fetches again, seldom, for a key it does not know. While no silo has
/// been reached it throws <see cref="ClusterUnavailableException"/>: no token can be judged.
/// </summary>
internal sealed class RingTokenHandler(TokenKeys keys, TimeProvider time) : TokenHandler
{
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        if (keys.Current.Validated.Find(token, time.GetUtcNow()) is { } known) return known;

        var result = await ValidateAsync(token, validationParameters, keys.Current);
        if (result.Exception is not SecurityTokenSignatureKeyNotFoundException) return result;
        return await keys.RefreshForUnknownKeyAsync(CancellationToken.None)
            ? await ValidateAsync(token, validationParameters, keys.Current)
            : result;
    }

    private async Task<TokenValidationResult> ValidateAsync(string token, TokenValidationParameters parameters, TokenKeySet ring)
    {
        // Only the key that the token names, and only with the algorithm of that key.
        parameters.IssuerSigningKeyResolver = (_, _, keyId, _) => ring.Find(keyId) is { } found ? [found.Key] : [];
        parameters.AlgorithmValidator = (algorithm, key, _, _) => ring.Find(key.KeyId)?.Algorithm == algorithm;
        var result = await _handler.ValidateTokenAsync(token, parameters);

        // No extension is understood here (RFC 7515, section 4.1.11).
        if (result.SecurityToken is JsonWebToken read && read.TryGetHeaderValue<object>("crit", out _))
            return new TokenValidationResult { Exception = new SecurityTokenException("The token has critical extensions.") };

        if (result.IsValid) ring.Validated.Keep(token, result);
        return result;
    }
}
