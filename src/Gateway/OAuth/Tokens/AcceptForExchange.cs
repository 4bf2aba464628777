using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth.Tokens;

/// <summary>
/// Lets a service exchange a token that was given to another client: that is what a service receives. Whose tokens it may exchange,
/// <see cref="Grants.ExchangeToken"/> decides, where OpenIddict would ask that the service itself be named in the token.
/// </summary>
internal sealed class AcceptForExchange : IOpenIddictServerHandler<ValidateTokenContext>
{
    public ValueTask HandleAsync(ValidateTokenContext context)
    {
        var isSubject = context.EndpointType == OpenIddictServerEndpointType.Token && context.Principal?.HasTokenType(TokenTypeIdentifiers.AccessToken) == true;
        if (isSubject) context.Principal!.SetPresenters([]);
        return ValueTask.CompletedTask;
    }
}
