using AuthServe.Gateway.OAuth.Clients;
using AuthServe.Gateway.OAuth.Grants;
using AuthServe.Gateway.OAuth.Tokens;
using AuthServe.Gateway.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;
using Builtin = OpenIddict.Server.OpenIddictServerHandlers;

namespace AuthServe.Gateway.OAuth;

/// <summary>
/// OpenIddict speaks the protocol: it reads requests, authenticates clients, checks what binds a request to a code, and writes answers.
/// What it would keep in a database of token entries is a grant's, and what signs is the key ring's.
/// </summary>
internal static class OAuthHosting
{
    /// <summary>How far clocks may be apart.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    public static void AddOAuth(this IServiceCollection services)
    {
        services.AddCors();
        services.AddHttpContextAccessor();
        services.AddSingleton<IAuthenticationSchemeProvider, OwnRequestsOnly>();
        services.AddSingleton<KnownClients>();
        services.AddSingleton<TokenAnswer>();
        services.AddOpenIddict().AddCore(core => core
            .SetDefaultApplicationEntity<KnownClient>()
            .ReplaceApplicationStore<KnownClient, ClientStore>()
            .ReplaceApplicationManager<KnownClient, ClientManager>()
            .DisableAdditionalFiltering())
            .AddServer(server => server.Configure());
        services.AddOptions<OpenIddictServerOptions>().Configure<IOptions<GatewayOptions>, IOptions<TokenOptions>>((server, gateway, tokens) =>
        {
            server.Issuer = new Uri(gateway.Value.Issuer);
            server.AccessTokenLifetime = server.IssuedTokenLifetime = tokens.Value.AccessTokenLifetime;
        });
    }

    private static void Configure(this OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris(OAuthPaths.Authorize)
            .SetTokenEndpointUris(OAuthPaths.Token)
            .SetIntrospectionEndpointUris(OAuthPaths.Introspect)
            .SetRevocationEndpointUris(OAuthPaths.Revoke)
            .SetDeviceAuthorizationEndpointUris(OAuthPaths.Device)
            .SetEndUserVerificationEndpointUris(OAuthPaths.Verification)
            .SetPushedAuthorizationEndpointUris(OAuthPaths.Par)
            .SetUserInfoEndpointUris(OAuthPaths.UserInfo)
            .SetEndSessionEndpointUris(OAuthPaths.Logout)
            .SetConfigurationEndpointUris(OAuthPaths.OpenIdConfiguration, OAuthPaths.AuthorizationServer)
            .SetJsonWebKeySetEndpointUris(Array.Empty<string>());

        server.AllowAuthorizationCodeFlow()
            .AllowClientCredentialsFlow()
            .AllowRefreshTokenFlow()
            .AllowDeviceAuthorizationFlow()
            .AllowTokenExchangeFlow()
            .RequireProofKeyForCodeExchange();

        // Who may ask for what is in the client's record, and is looked at where it is granted.
        server.DisableScopeValidation().IgnoreScopePermissions().IgnoreEndpointPermissions().IgnoreResponseTypePermissions()
            .DisableAudienceValidation().IgnoreAudiencePermissions().DisableResourceValidation().IgnoreResourcePermissions()
            .DisableAuthorizationStorage().DisableAccessTokenEncryption()
            .RegisterScopes([.. IdentityScopes.All])
            .RegisterClaims(
                "sub", "iss", "aud", "exp", "iat", "auth_time", "acr", "amr", "nonce", "azp", "sid", "name", "preferred_username", "email",
                "email_verified", TokenClaims.Organization, IdentityClaims.Roles);

        // OpenIddict will not start without keys. It never uses these: VerifyWithRing, SignWithRing and WriteCredential are before it.
        server.AddEphemeralEncryptionKey().AddEphemeralSigningKey();

        server.Configure(options =>
        {
            options.CodeChallengeMethods.Remove("plain");
            options.ResponseModes.Remove("fragment");
            options.ClientAuthenticationMethods.Remove("client_secret_jwt");
            options.SubjectTokenTypes.IntersectWith(["urn:ietf:params:oauth:token-type:access_token"]);
            options.RequestedTokenTypes.IntersectWith(["urn:ietf:params:oauth:token-type:access_token"]);
            options.ActorTokenTypes.Clear();
            options.TokenValidationParameters.ClockSkew = Skew;
        });
        server.UseAspNetCore()
            .EnableAuthorizationEndpointPassthrough()
            .EnableEndSessionEndpointPassthrough()
            .EnableEndUserVerificationEndpointPassthrough()
            .EnableErrorPassthrough()
            .SuppressJsonResponseIndentation()
            .DisableTransportSecurityRequirement();
        server.ReplaceSteps();
        server.AddSteps();
    }

    private static void ReplaceSteps(this OpenIddictServerBuilder server)
    {
        OpenIddictServerHandlerDescriptor[] replaced =
        [
            Authentication.ValidateRequestParameter.Descriptor,
            Protection.ValidateReferenceTokenIdentifier.Descriptor,
            Protection.RestoreTokenEntryProperties.Descriptor,
            Protection.ValidateTokenEntry.Descriptor,
            Protection.ValidateAuthorizationEntry.Descriptor,
            Protection.CreateTokenEntry.Descriptor,
            Protection.AttachTokenPayload.Descriptor,
            Builtin.RedeemTokenEntry.Descriptor,
            Builtin.RedeemLogoutTokenEntry.Descriptor,
            Builtin.RejectDeviceCodeEntry.Descriptor,
            Builtin.RejectUserCodeEntry.Descriptor,
            Builtin.UpdateReferenceDeviceCodeEntry.Descriptor,
            Exchange.ValidateGrantedScopes.Descriptor,
            Introspection.ValidateAuthorizedParty.Descriptor,
            Introspection.AttachApplicationClaims.Descriptor,
            Revocation.ValidateAuthorizedParty.Descriptor,
            Revocation.RevokeToken.Descriptor,
            UserInfo.AttachClaims.Descriptor,
            Session.ValidateClientPostLogoutRedirectUri.Descriptor,
        ];
        foreach (var step in replaced) server.RemoveEventHandler(step);
    }

    private static void AddSteps(this OpenIddictServerBuilder server)
    {
        server.Add<ValidateTokenContext, VerifyWithRing>(Protection.ResolveTokenValidationParameters.Descriptor.Order + 500);
        server.Add<ValidateTokenContext, AcceptUntypedAssertion>(Protection.ResolveTokenValidationParameters.Descriptor.Order + 600);
        server.Add<ValidateTokenContext, ReadCredential>(Protection.ValidateReferenceTokenIdentifier.Descriptor.Order);
        server.Add<ValidateTokenContext, RequireLiveAccess>(Protection.ValidateTokenEntry.Descriptor.Order);
        server.Add<ValidateTokenContext, AcceptForExchange>(Protection.ValidateAuthorizationEntry.Descriptor.Order);
        server.Add<GenerateTokenContext, WriteCredential>(Protection.CreateTokenEntry.Descriptor.Order);
        server.Add<GenerateTokenContext, SignWithRing>(Protection.AttachTokenMetadata.Descriptor.Order + 500);

        server.Add<ValidateAuthorizationRequestContext, RequireRedirectUri>(Authentication.ValidateRedirectUriParameter.Descriptor.Order - 500);
        server.Add<ValidatePushedAuthorizationRequestContext, RequireRedirectUri>(Authentication.ValidatePushedRedirectUriParameter.Descriptor.Order - 500);
        server.Add<ValidateAuthorizationRequestContext, RefuseLargeScopes>(Authentication.ValidateScopes.Descriptor.Order);
        server.Add<ValidatePushedAuthorizationRequestContext, RefuseLargeScopes>(Authentication.ValidatePushedScopes.Descriptor.Order);
        server.Add<ValidateDeviceAuthorizationRequestContext, RefuseLargeScopes>(Device.ValidateScopes.Descriptor.Order);
        server.Add<ValidateTokenRequestContext, RefuseLargeScopes>(Exchange.ValidateScopes.Descriptor.Order);

        var token = Exchange.AttachPrincipal.Descriptor.Order;
        server.Add<HandleTokenRequestContext, RedeemCredential>(token + 100);
        server.Add<HandleTokenRequestContext, GrantServiceAccount>(token + 200);
        server.Add<HandleTokenRequestContext, ExchangeToken>(token + 300);
        server.Add<ProcessSignInContext, ShowRefreshToken>(Builtin.EvaluateGeneratedTokens.Descriptor.Order + 500);

        var extracted = OpenIddictServerAspNetCoreHandlers.ExtractGetOrPostRequest<ExtractUserInfoRequestContext>.Descriptor.Order + 500;
        server.Add<ExtractUserInfoRequestContext, RefuseSecretsInQuery>(extracted);
        server.Add<ExtractIntrospectionRequestContext, RefuseSecretsInQuery>(extracted);
        server.Add<HandleUserInfoRequestContext, DescribeUser>(UserInfo.AttachClaims.Descriptor.Order);
        server.Add<ValidateIntrospectionRequestContext, DescribeToken>(Introspection.ValidateAuthorizedParty.Descriptor.Order);
        server.Add<HandleIntrospectionRequestContext, DescribeToken>(Introspection.AttachApplicationClaims.Descriptor.Order);
        server.Add<ValidateRevocationRequestContext, RevokeToken>(Revocation.ValidateAuthorizedParty.Descriptor.Order);
        server.Add<HandleRevocationRequestContext, RevokeToken>(Revocation.RevokeToken.Descriptor.Order);
        server.Add<ValidateEndSessionRequestContext, CheckLogoutTarget>(Session.ValidateClientPostLogoutRedirectUri.Descriptor.Order);
        server.Add<ApplyAuthorizationResponseContext, NameIssuer>(Authentication.AttachIssuer.Descriptor.Order + 500);
        server.Add<ApplyAuthorizationResponseContext, AllowSelfSubmit>(
            OpenIddictServerAspNetCoreHandlers.Authentication.ProcessFormPostResponse.Descriptor.Order - 500);
        server.Add<ProcessErrorContext, SpeakForItself>(Builtin.AttachErrorParameters.Descriptor.Order + 500);
        server.Add<ProcessChallengeContext, SpeakForItself>(Builtin.AttachDefaultChallengeError.Descriptor.Order + 500);
        server.Add<ApplyConfigurationResponseContext, DescribeServer>(int.MinValue + 100_000);
    }

    private static void Add<TContext, TStep>(this OpenIddictServerBuilder server, int order)
        where TContext : BaseContext
        where TStep : class, IOpenIddictServerHandler<TContext> =>
        server.AddEventHandler<TContext>(step => step.UseSingletonHandler<TStep>().SetOrder(order));
}
