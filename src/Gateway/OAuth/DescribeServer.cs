using System.Collections.Immutable;
using AuthServe.Gateway.Security;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth;

/// <summary>
/// Completes the metadata (OpenID Connect Discovery 1.0, section 3; RFC 8414, section 2): the issuer exactly as configured, and every
/// address below it, whatever host a proxy asks for.
/// </summary>
internal sealed class DescribeServer(IOptions<GatewayOptions> gateway, TokenKeys keys) : IOpenIddictServerHandler<ApplyConfigurationResponseContext>
{
    private static readonly ImmutableArray<(string Name, string Path)> Endpoints =
    [
        (Metadata.AuthorizationEndpoint, OAuthPaths.Authorize),
        (Metadata.TokenEndpoint, OAuthPaths.Token),
        (Metadata.IntrospectionEndpoint, OAuthPaths.Introspect),
        (Metadata.RevocationEndpoint, OAuthPaths.Revoke),
        (Metadata.DeviceAuthorizationEndpoint, OAuthPaths.Device),
        (Metadata.PushedAuthorizationRequestEndpoint, OAuthPaths.Par),
        (Metadata.UserInfoEndpoint, OAuthPaths.UserInfo),
        (Metadata.EndSessionEndpoint, OAuthPaths.Logout),
        (Metadata.JwksUri, OAuthPaths.Jwks),
    ];

    private static readonly ImmutableArray<string?> ClientMethods =
        [.. ((string[])["client_secret_basic", "client_secret_post", "private_key_jwt", "none"])];

    private static readonly ImmutableArray<string?> ClientAlgorithms = [.. ((string[])["ES256", "ES384", "ES512", "RS256", "PS256"])];

    public ValueTask HandleAsync(ApplyConfigurationResponseContext context)
    {
        if (context.Error is not null) return ValueTask.CompletedTask;

        var response = context.Response;
        response[Metadata.Issuer] = gateway.Value.Issuer;
        foreach (var (name, path) in Endpoints) response[name] = gateway.Value.Address(path);
        response[Metadata.IdTokenSigningAlgValuesSupported] = keys.Current.Algorithms;
        response["acr_values_supported"] = ImmutableArray.Create<string?>(IdentityClaims.PasswordContext);
        response["token_endpoint_auth_signing_alg_values_supported"] = ClientAlgorithms;
        response[Metadata.TokenEndpointAuthMethodsSupported] = ClientMethods;
        response["request_parameter_supported"] = false;
        response["request_uri_parameter_supported"] = false;
        return ValueTask.CompletedTask;
    }
}
