using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Grants;
using AuthServe.GrainInterfaces.Outcomes;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth.Grants;

/// <summary>
/// Exchanges codes, device codes and refresh tokens for tokens. OpenIddict has checked that they are this client's and that the request
/// is bound to them; the grant uses each up exactly once.
/// </summary>
internal sealed class RedeemCredential(Cluster cluster, TokenAnswer answer) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        var request = context.Request!;
        if (request.IsAuthorizationCodeGrantType())
        {
            var nonce = context.AuthorizationCodePrincipal?.GetClaim(Claims.Private.Nonce);
            await RedeemAsync(context, CredentialKind.AuthorizationCode, request.Code, static (grant, code) => grant.RedeemCodeAsync(code), nonce);
        }
        else if (request.IsDeviceCodeGrantType())
        {
            await RedeemAsync(
                context, CredentialKind.DeviceCode, request.DeviceCode, static (grant, code) => grant.RedeemDeviceCodeAsync(code), nonce: null);
        }
        else if (request.IsRefreshTokenGrantType())
        {
            await RedeemAsync(
                context, CredentialKind.RefreshToken, request.RefreshToken, static (grant, token) => grant.RefreshAsync(token), nonce: null);
        }
    }

    private async ValueTask RedeemAsync(
        HandleTokenRequestContext context, CredentialKind kind, string? text, Func<IGrantGrain, string, Task<Outcome<ActiveGrant>>> redeem,
        string? nonce)
    {
        if (!Credential.TryParse(text, kind, out var credential)) throw new InvalidOperationException("A credential that was validated is one.");
        if (ExcessOf(context) is { } excess)
        {
            context.Reject(Errors.InvalidScope, $"'{excess}' is not among the scopes that the user allowed.");
            return;
        }

        if (!(await redeem(cluster.Grant(credential.Grant), text!)).Succeeded(out var grant, out var fault))
        {
            context.Reject(Errors.InvalidGrant, fault.Detail);
            return;
        }

        // A refresh may ask for less than was allowed (RFC 6749, section 6).
        var asked = GrantedScopes.Asked(context.Request!.GetScopes()) is { } less && kind == CredentialKind.RefreshToken ? less : grant.Authorization.Scopes;
        await answer.AnswerAsync(context, new(credential.Grant), grant, asked, nonce);
    }

    private static string? ExcessOf(HandleTokenRequestContext context) => context.RefreshTokenPrincipal is { } allowed
        ? context.Request!.GetScopes().FirstOrDefault(scope => !allowed.HasScope(scope))
        : null;
}
