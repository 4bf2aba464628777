using AuthServe.Gateway.Checks;
using AuthServe.Gateway.OAuth.Clients;
using AuthServe.Gateway.Security;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth.Tokens;

/// <summary>
/// Refuses an access token whose session has ended, whose subject is no active member any more, which was revoked, or whose client is
/// gone: by the same question that AuthServe's own API asks.
/// </summary>
internal sealed class RequireLiveAccess(KnownClients clients, Checker checker) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.Principal is not { } principal || !principal.HasTokenType(TokenTypeIdentifiers.AccessToken)) return;
        if (Caller.From(principal) is not { } caller || !await IsAliveAsync(caller))
            context.Reject(Errors.InvalidToken, "The token has been revoked, or its session has ended.");
    }

    private async ValueTask<bool> IsAliveAsync(Caller caller)
    {
        var answer = await checker.CheckAsync(caller.User, caller.Organization, caller.Ask(permission: null));
        return answer.IsAllowed && await clients.HasClientOfAsync(caller);
    }
}
