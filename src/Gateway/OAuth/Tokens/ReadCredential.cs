using System.Security.Claims;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Grants;
using AuthServe.GrainInterfaces.Outcomes;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth.Tokens;

/// <summary>
/// Reads codes, refresh tokens, device codes and pushed requests, which are not JWTs: their grant says what they stand for. Stands in the
/// place of OpenIddict's look-up of reference tokens. A principal that is left out is answered as an invalid token.
/// </summary>
internal sealed class ReadCredential(Cluster cluster) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.Principal is not null) return;
        context.Principal = await ReadAsync(context);
    }

    private async ValueTask<ClaimsPrincipal?> ReadAsync(ValidateTokenContext context)
    {
        if (IsAsked(context, TokenTypeIdentifiers.Private.AuthorizationCode, CredentialKind.AuthorizationCode, out var credential))
            return await ReadCodeAsync(context, credential);
        if (IsAsked(context, TokenTypeIdentifiers.RefreshToken, CredentialKind.RefreshToken, out credential))
            return await ReadRefreshTokenAsync(context, credential);
        if (IsAsked(context, TokenTypeIdentifiers.Private.DeviceCode, CredentialKind.DeviceCode, out credential))
            return await ReadDeviceCodeAsync(context, credential);
        return IsAsked(context, TokenTypeIdentifiers.Private.RequestToken, CredentialKind.PushedRequest, out credential)
            ? await ReadPushedRequestAsync(context, credential)
            : null;
    }

    // Only the token endpoint uses codes up: elsewhere they are not tokens (RFC 7662, section 2.1).
    private async ValueTask<ClaimsPrincipal?> ReadCodeAsync(ValidateTokenContext context, Credential credential)
    {
        if (context.EndpointType != OpenIddictServerEndpointType.Token) return null;
        if (!(await Grant(credential).FindCodeAsync(context.Token)).Succeeded(out var code, out _)) return null;

        return Principal(TokenTypeIdentifiers.Private.AuthorizationCode, code.Authorization.ClientId)
            .SetScopes(code.Authorization.Scopes)
            .SetClaim(Claims.Subject, code.Authorization.User.ToString())
            .SetClaim(Claims.Private.RedirectUri, code.Binding.RedirectUri)
            .SetClaim(Claims.Private.CodeChallenge, code.Binding.CodeChallenge)
            .SetClaim(Claims.Private.CodeChallengeMethod, CodeChallengeMethods.Sha256)
            .SetClaim(Claims.Private.Nonce, code.Binding.Nonce);
    }

    private async ValueTask<ClaimsPrincipal?> ReadRefreshTokenAsync(ValidateTokenContext context, Credential credential)
    {
        var isUse = context.EndpointType == OpenIddictServerEndpointType.Token;
        if (!(await Grant(credential).FindRefreshTokenAsync(context.Token, isUse)).Succeeded(out var grant, out _)) return null;

        return Principal(TokenTypeIdentifiers.RefreshToken, grant.Authorization.ClientId)
            .SetScopes(grant.Authorization.Scopes)
            .SetClaim(Claims.Subject, grant.Authorization.User.ToString())
            .SetClaim(TokenClaims.Organization, grant.Authorization.Organization.ToString())
            .SetExpirationDate(grant.RefreshToken?.ExpiresAt);
    }

    private async ValueTask<ClaimsPrincipal?> ReadDeviceCodeAsync(ValidateTokenContext context, Credential credential)
    {
        if (context.EndpointType != OpenIddictServerEndpointType.Token) return null;
        if ((await Grant(credential).PollDeviceAsync(context.Token)).Succeeded(out var request, out var fault))
            return Principal(TokenTypeIdentifiers.Private.DeviceCode, request.ClientId).SetScopes(request.Scopes);

        if (DeviceErrorOf(fault) is { } error) context.Reject(error, fault.Detail);
        return null;
    }

    private async ValueTask<ClaimsPrincipal?> ReadPushedRequestAsync(ValidateTokenContext context, Credential credential) =>
        (await Grant(credential).OpenPushedAsync(context.Token)).Succeeded(out var request, out _)
            ? Principal(TokenTypeIdentifiers.Private.RequestToken, request.ClientId)
                .SetClaim(Claims.Private.RequestParameters, request.Parameters)
                .SetClaim(Claims.Private.RequestTokenType, RequestTokenTypes.Private.PushedAuthorizationRequest)
            : null;

    private IGrantGrain Grant(Credential credential) => cluster.Grant(credential.Grant);

    // RFC 8628, section 3.5.
    private static string? DeviceErrorOf(Fault fault) => fault.Code switch
    {
        "grant.pending" => Errors.AuthorizationPending,
        "grant.slow_down" => Errors.SlowDown,
        "grant.denied" => Errors.AccessDenied,
        "grant.expired" => Errors.ExpiredToken,
        _ => null,
    };

    private static bool IsAsked(ValidateTokenContext context, string type, CredentialKind kind, out Credential credential)
    {
        credential = null!;
        return (context.ValidTokenTypes.Count == 0 || context.ValidTokenTypes.Contains(type))
            && Credential.TryParse(context.Token, kind, out credential!);
    }

    private static ClaimsPrincipal Principal(string type, string client) =>
        new ClaimsPrincipal(new ClaimsIdentity(nameof(ReadCredential))).SetTokenType(type).SetPresenters(client);
}
