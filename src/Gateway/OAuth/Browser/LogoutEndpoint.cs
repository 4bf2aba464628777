using System.Collections.Immutable;
using AuthServe.Gateway.OAuth.Clients;
using AuthServe.Gateway.Pages;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>
/// The end session endpoint (OpenID Connect RP-Initiated Logout 1.0). A client that shows an ID token of the user signed in ends the session at
/// once; otherwise the user is asked, because anybody can send a browser here.
/// </summary>
internal static class LogoutEndpoint
{
    private const string Path = "/" + OAuthPaths.Logout;
    private const string Confirm = "confirm";

    public static void MapLogout(this IEndpointRouteBuilder app) =>
        app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Post], LogoutAsync)
            .WithMetadata(BodyLimit.Default).AnswersWithPages().ExcludeFromDescription().AllowAnonymous();

    private static async Task<IResult> LogoutAsync(HttpContext context, BrowserSessions browsers, IAntiforgery antiforgery, KnownClients clients, Cluster cluster)
    {
        if (context.GetOpenIddictServerResponse() is { } refused) return Errors.Page(context, refused);
        var request = context.GetOpenIddictServerRequest()!;
        var hint = (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        var session = await browsers.FindAsync(context);

        var isHinted = hint is not null && (session is null || hint.GetClaim(Claims.Subject) == session.User.ToString());
        var isConfirmed = context.Request.HasFormContentType && context.Request.Form.ContainsKey(Confirm) && await antiforgery.IsRequestValidAsync(context);
        if (session is not null && !isHinted && !isConfirmed) return await AskAsync(context, request, clients);

        if (session is not null) await browsers.EndAsync(context, session);
        if (isHinted && Guid.TryParse(hint!.GetClaim(TokenClaims.Session), out var grant)) await cluster.Grant(grant).EndAsync();
        return string.IsNullOrEmpty(request.PostLogoutRedirectUri)
            ? PageResults.SignedOut(new())
            : Results.SignOut(authenticationSchemes: [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }

    private static async Task<IResult> AskAsync(HttpContext context, OpenIddictRequest request, KnownClients clients)
    {
        var parameters = context.Request.HasFormContentType ? context.Request.Form.AsEnumerable() : context.Request.Query;
        ImmutableArray<HiddenValue> values =
            [.. parameters.Where(parameter => parameter.Key is not (Confirm or PagesHosting.AntiforgeryField)).Select(parameter => new HiddenValue(parameter.Key, parameter.Value.ToString()))];
        var client = await clients.FindAsync(request.ClientId);
        var targets = request.PostLogoutRedirectUri is { Length: > 0 } target ? FormTargets.Of(new Uri(target)) : FormTargets.Self;
        return PageResults.SignOut(new(Path, values, client?.Settings.Name), targets);
    }
}
