using AuthServe.Gateway.Accounts;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace AuthServe.Gateway.Security;

internal static class SecurityHosting
{
    /// <summary>Adds access tokens, their validation and the decision who may call what.</summary>
    public static void AddSecurity(this IServiceCollection services)
    {
        services.AddSingleton<TokenKeys>();
        services.AddHostedService<TokenKeysRefresh>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<DirectSignIn>();

        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, BearerSetup>();

        // The name stands in for the folder the gateway runs in, which differs between gateways.
        services.AddDataProtection().SetApplicationName("authserve").DisableAutomaticKeyGeneration();
        services.AddSingleton<IKeyManager, RingKeyManager>();

        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AuthorizationAnswers>();
        services.AddAuthorizationBuilder().SetDefaultPolicy(AccessRules.NobodyPolicy).SetFallbackPolicy(AccessRules.NobodyPolicy);
    }
}
