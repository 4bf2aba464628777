using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace AuthServe.Gateway.OAuth;

// What the endpoints of OAuth read and answer, for the document: OpenIddict reads and writes them.

/// <summary>A request for tokens (RFC 6749, section 4; RFC 8628; RFC 8693).</summary>
internal sealed record TokenRequestModel(
    [property: Required, Description("authorization_code, refresh_token, client_credentials, urn:ietf:params:oauth:grant-type:device_code or urn:ietf:params:oauth:grant-type:token-exchange.")] string GrantType,
    [property: Description("The client; not needed with HTTP Basic authentication.")] string? ClientId,
    [property: Description("Its secret, unless it comes by HTTP Basic authentication.")] string? ClientSecret,
    [property: Description("The authorization code.")] string? Code,
    [property: Description("As in the authorization request.")] string? RedirectUri,
    [property: Description("The PKCE verifier (RFC 7636).")] string? CodeVerifier,
    [property: Description("The refresh token. Used once: the answer brings the next one.")] string? RefreshToken,
    [property: Description("The device code.")] string? DeviceCode,
    [property: Description("The access token of the user to act for (token exchange).")] string? SubjectToken,
    [property: Description("urn:ietf:params:oauth:token-type:access_token.")] string? SubjectTokenType,
    [property: Description("Scopes, separated by spaces.")] string? Scope);

/// <summary>Tokens (RFC 6749, section 5.1).</summary>
internal sealed record OAuthTokenModel(
    [property: Description("A JWT (RFC 9068).")] string AccessToken,
    [property: Description("Always Bearer.")] string TokenType,
    [property: Description("Seconds until the access token expires.")] long ExpiresIn,
    [property: Description("What is granted, separated by spaces.")] string Scope,
    [property: Description("With the scope offline_access.")] string? RefreshToken,
    [property: Description("With the scope openid.")] string? IdToken);

/// <summary>A request about one token (RFC 7662, section 2.1; RFC 7009, section 2.1).</summary>
internal sealed record TokenQueryModel(
    [property: Required, Description("An access token or a refresh token.")] string Token,
    [property: Description("access_token or refresh_token.")] string? TokenTypeHint,
    [property: Description("The client; not needed with HTTP Basic authentication.")] string? ClientId,
    [property: Description("Its secret, unless it comes by HTTP Basic authentication.")] string? ClientSecret);

/// <summary>What a token stands for at this moment (RFC 7662, section 2.2).</summary>
internal sealed record IntrospectionModel(
    [property: Description("Whether it is good now: also its session and its subject's membership.")] bool Active,
    [property: Description("The scopes, separated by spaces.")] string? Scope,
    [property: Description("The client it was given to.")] string? ClientId,
    [property: Description("The user, or the service account of the client.")] string? Sub,
    [property: Description("The user's name.")] string? Username,
    [property: Description("The organization acted in.")] string? OrgId,
    [property: Description("The session; absent when a client acts for itself.")] string? Sid,
    [property: Description("When it expires, in seconds since 1970.")] long? Exp);

/// <summary>Asks for a device to be let in (RFC 8628, section 3.1).</summary>
internal sealed record DeviceRequestModel(
    [property: Required, Description("The client on the device.")] string ClientId,
    [property: Description("Scopes, separated by spaces.")] string? Scope);

/// <summary>What a device shows and what it polls with (RFC 8628, section 3.2).</summary>
internal sealed record DeviceModel(
    [property: Description("For the token endpoint.")] string DeviceCode,
    [property: Description("For the user.")] string UserCode,
    [property: Description("Where the user enters it.")] string VerificationUri,
    [property: Description("The same with the code in it.")] string VerificationUriComplete,
    [property: Description("Seconds until both codes expire.")] long ExpiresIn);

/// <summary>An authorization request sent ahead (RFC 9126, section 2.1).</summary>
internal sealed record PushedRequestModel(
    [property: Required, Description("The client.")] string ClientId,
    [property: Required, Description("code.")] string ResponseType,
    [property: Required, Description("One of those registered for the client.")] string RedirectUri,
    [property: Required, Description("The PKCE challenge (RFC 7636).")] string CodeChallenge,
    [property: Required, Description("S256.")] string CodeChallengeMethod,
    [property: Description("Scopes, separated by spaces.")] string? Scope,
    [property: Description("Comes back with the answer.")] string? State,
    [property: Description("Comes back in the ID token.")] string? Nonce);

/// <summary>Stands for a pushed request (RFC 9126, section 2.2).</summary>
internal sealed record PushedModel(
    [property: Description("For the authorization endpoint, with client_id. Used once.")] string RequestUri,
    [property: Description("Seconds until a browser must have brought it.")] long ExpiresIn);

/// <summary>Who the user of a token is (OpenID Connect Core 1.0, section 5.3).</summary>
internal sealed record UserInfoModel(
    [property: Description("The user.")] string Sub,
    [property: Description("With the scope profile.")] string? Name,
    [property: Description("With the scope profile.")] string? PreferredUsername,
    [property: Description("With the scope email.")] string? Email,
    [property: Description("With the scope email.")] bool? EmailVerified,
    [property: Description("The organization of the token.")] string OrgId,
    [property: Description("The user's roles in it.")] ImmutableArray<string> Roles);
