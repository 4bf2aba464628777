using System.Collections.Immutable;
using System.Security.Claims;
using AuthServe.Gateway.Checks;
using AuthServe.Gateway.OAuth.Clients;
using AuthServe.Gateway.Security;
using AuthServe.Permissions;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace AuthServe.Gateway.OAuth.Grants;

/// <summary>
/// A service exchanges a user's access token for one to act for the user with (RFC 8693). It never carries more than the user's token does,
/// than the user holds now, or than the service itself holds; it lives no longer than the user's session, and says who acts.
/// </summary>
internal sealed class ExchangeToken(KnownClients clients, Checker checker, TokenAnswer answer) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (!context.Request!.IsTokenExchangeGrantType()) return;

        var client = await clients.GetAsync(context.ClientId);
        if (Caller.From(context.SubjectTokenPrincipal!) is not { Session: { } session } subject || subject.Organization != client.Settings.Organization)
        {
            context.Reject(Errors.InvalidGrant, "The subject token must be the access token of a user of the client's own organization.");
            return;
        }

        var scopes = await GrantAsync(context.Request!, client, subject);
        if (scopes.IsEmpty)
        {
            context.Reject(Errors.InvalidScope, ScopeErrors.NothingGranted);
            return;
        }

        var access = new AccessGrant(
            subject.User, client.ClientId, subject.Organization, string.Join(' ', scopes), session, AuthenticatedAt: null,
            Actor: client.Settings.Id.ServiceAccount.ToString());
        var principal = new ClaimsPrincipal(new ClaimsIdentity("authserve")).SetClaim(Claims.Subject, subject.User.ToString());
        answer.SignIn(context, access, principal, scopes);
    }

    private async ValueTask<ImmutableArray<string>> GrantAsync(OpenIddictRequest request, KnownClient client, Caller subject)
    {
        ImmutableArray<string> carried = [.. subject.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(scope => !IdentityScopes.Contains(scope))];
        var asked = GrantedScopes.Asked(request.GetScopes()) is { } named
            ? named.RemoveAll(scope => !PermissionName.TryParse(scope, out var permission) || !subject.HasInScope(permission))
            : carried;
        var users = await checker.ListPermissionsAsync(subject.User, subject.Organization);
        var services = await checker.ListPermissionsAsync(client.Settings.Id.ServiceAccount, subject.Organization);
        return GrantedScopes.Of(GrantedScopes.Of(asked, client, users), client, services);
    }
}
