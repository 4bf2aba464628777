using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AuthServe.Gateway.Security;

/// <summary>Makes access tokens (RFC 9068). Nothing else signs.</summary>
internal sealed class AccessTokens(
    TokenKeys keys, IOptions<GatewayOptions> gateway, IOptions<TokenOptions> tokens, TimeProvider time)
{
    /// <summary>The client that signs in at the API itself.</summary>
    public const string OwnClient = "authserve";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>How long a token is valid.</summary>
    public TimeSpan Lifetime => tokens.Value.AccessTokenLifetime;

    /// <summary>Whether a scope is short enough for a token.</summary>
    public bool Fits(string scope) => scope.Length <= tokens.Value.MaxScopeBytes;

    /// <summary>A signed token.</summary>
    public string Create(AccessGrant grant)
    {
        var now = time.GetUtcNow();
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = TokenClaims.TokenType,
            SigningCredentials = keys.Current.Signing,
            Issuer = gateway.Value.Issuer,
            Audience = gateway.Value.Issuer,
            IssuedAt = now.UtcDateTime,
            Expires = now.UtcDateTime + Lifetime,
            Claims = ClaimsOf(grant, now),
        });
    }

    private static Dictionary<string, object> ClaimsOf(AccessGrant grant, DateTimeOffset now)
    {
        var claims = new Dictionary<string, object>
        {
            [TokenClaims.Subject] = grant.Subject.ToString(),
            [TokenClaims.TokenId] = Guid.CreateVersion7(now).ToString("D"),
            [TokenClaims.ClientId] = grant.ClientId,
            [TokenClaims.Scope] = grant.Scope,
            [TokenClaims.Organization] = grant.Organization.ToString(),
        };
        if (grant.Session is { } session) claims[TokenClaims.Session] = session.ToString();
        if (grant.AuthenticatedAt is { } at) claims[TokenClaims.AuthenticationTime] = at.ToUnixTimeSeconds();
        if (grant.Actor is { } actor) claims[TokenClaims.Actor] = new Dictionary<string, object> { [TokenClaims.Subject] = actor };
        return claims;
    }
}
