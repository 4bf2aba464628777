namespace AuthServe.GrainInterfaces.Clients;

/// <summary>The ways to a token that a client can be allowed.</summary>
public static class GrantTypes
{
    /// <summary>RFC 6749, section 4.1.</summary>
    public const string AuthorizationCode = "authorization_code";

    /// <summary>RFC 6749, section 6.</summary>
    public const string RefreshToken = "refresh_token";

    /// <summary>RFC 6749, section 4.4.</summary>
    public const string ClientCredentials = "client_credentials";

    /// <summary>RFC 8628.</summary>
    public const string DeviceCode = "urn:ietf:params:oauth:grant-type:device_code";

    /// <summary>RFC 8693.</summary>
    public const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";
}
