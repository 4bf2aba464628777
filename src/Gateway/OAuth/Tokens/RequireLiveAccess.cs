using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth.Tokens;

/// <summary>
/// Refuses an access token whose session has ended, whose subject is no active member any more, which was revoked, or whose client is
/// gone: by the same question that AuthServe's own API asks.
/// </summary>
internal sealed class RequireLiveAccess(Cluster cluster) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.Principal is not { } principal || !principal.HasTokenType(TokenTypeIdentifiers.AccessToken)) return;
        if (!await IsAliveAsync(principal.GetClaim(Claims.ClientId), Caller.From(principal)))
            context.Reject(Errors.InvalidToken, "The token has been revoked, or its session has ended.");
    }

    private async ValueTask<bool> IsAliveAsync(string? client, Caller? caller)
    {
        if (caller is null) return false;
        var answer = await cluster.User(caller.User).CheckAsync(caller.Organization, caller.Ask(permission: null));
        if (!answer.IsAllowed) return false;
        return client == AccessTokens.OwnClient || (ClientId.TryParse(client, out var id) && await cluster.Client(id).FindAsync() is not null);
    }
}
