using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace AuthServe.Gateway.Security;

/// <summary>Sets up the validation of bearer tokens (RFC 9068, section 4).</summary>
internal sealed class BearerSetup(IOptions<GatewayOptions> gateway, TokenKeys keys, TimeProvider time)
    : IConfigureNamedOptions<JwtBearerOptions>
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    public void Configure(string? name, JwtBearerOptions options) => Configure(options);

    public void Configure(JwtBearerOptions options)
    {
        options.MapInboundClaims = false;
        options.TokenHandlers.Clear();
        options.TokenHandlers.Add(new RingTokenHandler(keys, time));
        options.Events = new JwtBearerEvents { OnMessageReceived = SkipWhereNobodyAsks };
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidTypes = [TokenClaims.TokenType],
            ValidIssuer = gateway.Value.Issuer,
            ValidAudience = gateway.Value.Issuer,
            IgnoreTrailingSlashWhenValidatingAudience = false,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ValidateIssuerSigningKey = true,
            TryAllIssuerSigningKeys = false,
            LifetimeValidator = IsAlive,
            NameClaimType = TokenClaims.Subject,
        };
    }

    // An endpoint for everybody works without a silo; a token that comes along is none of its business.
    private static Task SkipWhereNobodyAsks(MessageReceivedContext context)
    {
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null) context.NoResult();
        return Task.CompletedTask;
    }

    private bool IsAlive(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires > now - Skew && !(notBefore > now + Skew);
    }
}
