using AuthServe.Gateway.OAuth.Clients;
using AuthServe.Gateway.OAuth.Grants;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth;

/// <summary>
/// Answers the introspection endpoint (RFC 7662). A confidential client may ask about its own tokens and about every access token of
/// its organization, as the services that receive them do.
/// </summary>
internal sealed class DescribeToken(KnownClients clients, Cluster cluster) :
    IOpenIddictServerHandler<ValidateIntrospectionRequestContext>, IOpenIddictServerHandler<HandleIntrospectionRequestContext>
{
    private const string Inactive = "The token is not one this client may ask about.";

    public async ValueTask HandleAsync(ValidateIntrospectionRequestContext context)
    {
        var client = await clients.GetAsync(context.ClientId);
        var token = context.GenericTokenPrincipal!;
        var isOfOrganization = token.HasTokenType(TokenTypeIdentifiers.AccessToken)
            && token.GetClaim(TokenClaims.Organization) == client.Settings.Organization.ToString();
        var isMine = token.HasPresenter(client.ClientId);
        if (!client.Settings.IsConfidential || !(isMine || isOfOrganization)) context.Reject(Errors.InvalidToken, Inactive);
    }

    public async ValueTask HandleAsync(HandleIntrospectionRequestContext context)
    {
        var token = context.GenericTokenPrincipal;
        context.Scopes.UnionWith(token.GetScopes());
        foreach (var name in (string[])[TokenClaims.Organization, TokenClaims.Session])
        {
            if (token.GetClaim(name) is { } value) context.Claims[name] = value;
        }

        if (Caller.From(token) is { } subject && await cluster.User(subject.User).GetAccountAsync() is { } account) context.Username = account.Username;
    }
}
