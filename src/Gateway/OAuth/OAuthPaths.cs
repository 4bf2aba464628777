namespace AuthServe.Gateway.OAuth;

/// <summary>Where the endpoints of OAuth 2.0 and OpenID Connect are, from the root and without a leading slash.</summary>
internal static class OAuthPaths
{
    public const string Root = "/oauth2";

    public const string Authorize = "oauth2/authorize";
    public const string Token = "oauth2/token";
    public const string Introspect = "oauth2/introspect";
    public const string Revoke = "oauth2/revoke";
    public const string Device = "oauth2/device";
    public const string Par = "oauth2/par";
    public const string UserInfo = "oauth2/userinfo";
    public const string Logout = "oauth2/logout";
    public const string Verification = "device";
    public const string OpenIdConfiguration = ".well-known/openid-configuration";
    public const string AuthorizationServer = ".well-known/oauth-authorization-server";
    public const string Jwks = ".well-known/jwks.json";
}
