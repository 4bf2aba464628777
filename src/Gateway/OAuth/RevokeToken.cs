using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Grants;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth;

/// <summary>
/// Answers the revocation endpoint (RFC 7009): a refresh token takes its whole session along, an access token is refused by itself. Both are
/// refused everywhere when the answer is given.
/// </summary>
internal sealed class RevokeToken(Cluster cluster) :
    IOpenIddictServerHandler<ValidateRevocationRequestContext>, IOpenIddictServerHandler<HandleRevocationRequestContext>
{
    public ValueTask HandleAsync(ValidateRevocationRequestContext context)
    {
        if (!context.GenericTokenPrincipal!.HasPresenter(context.ClientId!)) context.Reject(Errors.InvalidToken, "The token is not this client's.");
        return ValueTask.CompletedTask;
    }

    public async ValueTask HandleAsync(HandleRevocationRequestContext context)
    {
        var token = context.GenericTokenPrincipal;
        if (Credential.TryParse(context.Request!.Token, CredentialKind.RefreshToken, out var credential))
            await cluster.Grant(credential.Grant).EndAsync();
        else if (token.HasTokenType(TokenTypeIdentifiers.AccessToken) && Caller.From(token) is { Token: { } id } caller)
            await cluster.Sessions(caller.User).RevokeTokenAsync(id, token.GetExpirationDate() ?? DateTimeOffset.MaxValue);
        else
            context.Reject(Errors.UnsupportedTokenType, "Only access tokens and refresh tokens can be revoked.");
    }
}
