namespace AuthServe.GrainInterfaces.Clients;

/// <summary>How a client proves who it is at the token endpoint: <c>token_endpoint_auth_method</c> of RFC 7591, section 2.</summary>
public static class AuthenticationMethods
{
    /// <summary>Not at all: a public client.</summary>
    public const string None = "none";

    /// <summary>Its secret, in the <c>Authorization</c> header (RFC 6749, section 2.3.1).</summary>
    public const string ClientSecretBasic = "client_secret_basic";

    /// <summary>Its secret, in the body (RFC 6749, section 2.3.1).</summary>
    public const string ClientSecretPost = "client_secret_post";

    /// <summary>A signature by a key of its JWK set (RFC 7523, section 2.2).</summary>
    public const string PrivateKeyJwt = "private_key_jwt";

    /// <summary>Whether a client that uses the method has a secret.</summary>
    public static bool UseSecret(string method) => method is ClientSecretBasic or ClientSecretPost;
}
