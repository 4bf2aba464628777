using System.Globalization;
using System.Security.Claims;
using AuthServe.Gateway.OAuth.Clients;
using AuthServe.Gateway.Pages;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Grants;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>
/// The authorization endpoint (RFC 6749, section 3.1). OpenIddict has checked the request; this finds out what is missing for an answer
/// and sends the browser to the page that asks for it, which sends it back here.
/// </summary>
internal static class AuthorizeEndpoint
{
    /// <summary>Says since when a password has to be given.</summary>
    private const string SinceParameter = "authserve_since";

    /// <summary>Says what the user decided.</summary>
    public const string DecisionParameter = "authserve_decision";

    public static void MapAuthorize(this IEndpointRouteBuilder app) =>
        app.MapMethods("/" + OAuthPaths.Authorize, [HttpMethods.Get, HttpMethods.Post], AuthorizeAsync)
            .WithMetadata(BodyLimit.Default).AnswersWithPages().ExcludeFromDescription().AllowAnonymous();

    private static async Task<IResult> AuthorizeAsync(HttpContext context, BrowserSessions browsers, Authorizing authorizing, FlowTickets tickets, Cluster cluster, AccessTokens tokens, TimeProvider time)
    {
        if (context.GetOpenIddictServerResponse() is { } refused) return Errors.Page(context, refused);
        var request = context.GetOpenIddictServerRequest()!;
        var here = AddressOf(context.Request);
        var session = await browsers.FindAsync(context);
        if (session is null || await MustSignInAsync(context, request, session, tickets, time))
            return request.HasPromptValue(PromptValues.None) ? Refuse(OpenIddictConstants.Errors.LoginRequired, "Nobody is signed in.") : AskToSignIn(request, here, tickets, time);

        // Told to the client, but not before somebody has signed in: else this would be an open redirector (RFC 9700, section 4.11.2).
        if (request.Request is { Length: > 0 }) return Refuse(OpenIddictConstants.Errors.RequestNotSupported, "Request objects are not supported.");

        var choices = await authorizing.OrganizationsOfAsync(session.User);
        if (Authorizing.Choose((string?)request["organization"], session, choices) is not { } organization)
        {
            return request.HasPromptValue(PromptValues.None)
                ? Refuse(OpenIddictConstants.Errors.AccountSelectionRequired, "The user must choose an organization.")
                : Results.Redirect(ReturnUrl.From("/organization", here));
        }

        var client = await ClientOfAsync(request, cluster);
        var scopes = await authorizing.ScopesAsync(request.GetScopes(), client, session.User, organization);
        if (!tokens.Fits(string.Join(' ', scopes))) return Refuse(OpenIddictConstants.Errors.InvalidScope, ScopeErrors.TooLarge);
        if (scopes.IsEmpty && request.GetScopes().Length > 0) return Refuse(OpenIddictConstants.Errors.InvalidScope, ScopeErrors.NothingGranted);

        var statement = ConsentPages.Statement(session, here, organization, scopes);
        switch (ConsentPages.DecisionOf(context.Request, statement, tickets))
        {
            case false:
                return Refuse(OpenIddictConstants.Errors.AccessDenied, "The user refused.");
            case null when request.HasPromptValue(PromptValues.Consent) || await authorizing.NeedsConsentAsync(client, session.User, organization, scopes):
                return request.HasPromptValue(PromptValues.None)
                    ? Refuse(OpenIddictConstants.Errors.ConsentRequired, "The user must be asked.")
                    : await ConsentPages.AskAsync(new(here, session, organization, client, scopes, request.RedirectUri!), authorizing, tickets, cluster);
        }

        var authorization = new Authorization(
            client.ClientId, session.User, organization, scopes, session.PasswordGeneration, session.AuthenticatedAt, UserAgent.Of(context.Request),
            IsRefreshable: scopes.Contains(IdentityScopes.OfflineAccess) && client.MayUse(GrainInterfaces.Clients.GrantTypes.RefreshToken));
        return Allow(context, session, authorization);
    }

    private static IResult Allow(HttpContext context, BrowserSession session, Authorization authorization)
    {
        var transaction = context.Features.Get<OpenIddictServerAspNetCoreFeature>()!.Transaction!;
        var issuance = Issuance.Of(transaction);
        (issuance.Authorization, issuance.Browser) = (authorization, session.Session);
        var principal = new ClaimsPrincipal(new ClaimsIdentity("authserve"))
            .SetClaim(Claims.Subject, authorization.User.ToString())
            .SetScopes(authorization.Scopes);
        return Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    // OpenID Connect Core 1.0, section 3.1.2.1: prompt, max_age and id_token_hint.
    private static async ValueTask<bool> MustSignInAsync(
        HttpContext context, OpenIddictRequest request, BrowserSession session, FlowTickets tickets, TimeProvider time)
    {
        var hint = (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal?.GetClaim(Claims.Subject);
        if (hint is not null && hint != session.User.ToString()) return true;

        var isFresh = tickets.Open(context.Request.Query[SinceParameter]) is [var since]
            && long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && session.AuthenticatedAt.ToUnixTimeMilliseconds() >= at;
        if (isFresh) return false;
        if (request.HasPromptValue(PromptValues.Login) || request.HasPromptValue(PromptValues.SelectAccount)) return true;
        return request.MaxAge is { } age && time.GetUtcNow() - session.AuthenticatedAt > TimeSpan.FromSeconds(age);
    }

    private static IResult AskToSignIn(OpenIddictRequest request, string here, FlowTickets tickets, TimeProvider time)
    {
        var since = tickets.Seal(time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        var page = ReturnUrl.From("/sign-in", With(here, SinceParameter, since));
        return Results.Redirect(request.LoginHint is { Length: > 0 } hint ? With(page, "login_hint", hint) : page);
    }

    /// <summary>The same request as an address, so that pages can come back to it; without what they said before.</summary>
    private static string AddressOf(HttpRequest request)
    {
        var parameters = request.HasFormContentType ? request.Form.AsEnumerable() : request.Query;
        var query = QueryString.Create(parameters.Where(parameter => parameter.Key is not (SinceParameter or DecisionParameter)));
        return "/" + OAuthPaths.Authorize + query;
    }

    /// <summary>An address with one more parameter.</summary>
    public static string With(string address, string name, string value) =>
        $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";

    private static async ValueTask<KnownClient> ClientOfAsync(OpenIddictRequest request, Cluster cluster) =>
        GrainInterfaces.Clients.ClientId.TryParse(request.ClientId, out var id) && await cluster.Client(id).FindAsync() is { } client
            ? new KnownClient(request.ClientId!, client)
            : throw new InvalidOperationException("The client was there when the request was checked.");

    private static IResult Refuse(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
