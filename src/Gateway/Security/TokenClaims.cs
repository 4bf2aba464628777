namespace AuthServe.Gateway.Security;

/// <summary>The claims of an access token (RFC 9068, section 2.2), beside those every token has.</summary>
internal static class TokenClaims
{
    /// <summary>The <c>typ</c> of an access token (RFC 9068, section 2.1).</summary>
    public const string TokenType = "at+jwt";

    public const string Subject = "sub";
    public const string ClientId = "client_id";
    public const string Scope = "scope";
    public const string Organization = "org_id";
    public const string AuthenticationTime = "auth_time";
    public const string TokenId = "jti";
    public const string Session = "sid";
    public const string Actor = "act";
}
