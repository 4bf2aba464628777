using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth;

/// <summary>
/// Answers with a refresh token exactly when the grant has one: that is when the user allowed <c>offline_access</c>, or signed in at
/// AuthServe's own client.
/// </summary>
internal sealed class ShowRefreshToken : IOpenIddictServerHandler<ProcessSignInContext>
{
    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType != OpenIddictServerEndpointType.Token) return ValueTask.CompletedTask;
        context.GenerateRefreshToken = context.IncludeRefreshToken = Issuance.Of(context.Transaction).RefreshToken is not null;
        return ValueTask.CompletedTask;
    }
}
