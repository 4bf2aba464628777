using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using AuthServe.Gateway.OAuth.Clients;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Grants;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>
/// Finds out what is missing for an answer to an authorization request: a user, an organization, their consent. Each is asked for on a page of
/// its own, which sends the browser back to the same request; nothing of it is kept here meanwhile.
/// </summary>
internal sealed class AuthorizeFlow(
    Cluster cluster, KnownClients clients, BrowserSessions browsers, Authorizing authorizing, FlowTickets tickets, AccessTokens tokens, TimeProvider time)
{
    public async Task<IResult> AnswerAsync(AuthorizeRequest request)
    {
        if (await FindSessionAsync(request) is not { } session) return AskToSignIn(request);

        // Told to the client, but not before somebody has signed in: else this would be an open redirector (RFC 9700, section 4.11.2).
        if (request.Parameters.Request is { Length: > 0 })
            return Refuse(OpenIddictConstants.Errors.RequestNotSupported, "Request objects are not supported.");

        var choices = await authorizing.OrganizationsOfAsync(session.User);
        return Authorizing.Choose((string?)request.Parameters["organization"], session, choices) is { } organization
            ? await AnswerAsync(request, session, organization)
            : AskForOrganization(request);
    }

    private async Task<IResult> AnswerAsync(AuthorizeRequest request, BrowserSession session, OrganizationId organization)
    {
        var client = await clients.GetAsync(request.Parameters.ClientId);
        var asked = request.Parameters.GetScopes();
        var scopes = await authorizing.ScopesAsync(asked, client, session.User, organization);
        if (!tokens.Fits(string.Join(' ', scopes))) return Refuse(OpenIddictConstants.Errors.InvalidScope, ScopeErrors.TooLarge);
        if (scopes.IsEmpty && asked.Length > 0) return Refuse(OpenIddictConstants.Errors.InvalidScope, ScopeErrors.NothingGranted);

        var question = new ConsentQuestion(request, session, organization, client, scopes);
        return ConsentPages.DecisionOn(question, tickets) switch
        {
            true => Allow(question),
            false => Refuse(OpenIddictConstants.Errors.AccessDenied, "The user refused."),
            null when !await MustAskAsync(question) => Allow(question),
            null when request.IsSilent => Refuse(OpenIddictConstants.Errors.ConsentRequired, "The user must be asked."),
            null => await ConsentPages.AskAsync(question, authorizing, tickets, cluster),
        };
    }

    /// <summary>Who is signed in, if that is recent enough and who it should be (OpenID Connect Core 1.0, section 3.1.2.1).</summary>
    private async ValueTask<BrowserSession?> FindSessionAsync(AuthorizeRequest request)
    {
        if (await browsers.FindAsync(request.Context) is not { } session) return null;
        var hint = await request.Context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        if (hint.Principal?.GetClaim(Claims.Subject) is { } expected && expected != session.User.ToString()) return null;
        return IsFresh(request, session) || !MustSignInAgain(request.Parameters, session) ? session : null;
    }

    private bool IsFresh(AuthorizeRequest request, BrowserSession session) =>
        tickets.Open(request.Said(AuthorizeRequest.SinceParameter)) is [var since]
        && long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && session.AuthenticatedAt.ToUnixTimeMilliseconds() >= at;

    private bool MustSignInAgain(OpenIddictRequest request, BrowserSession session) =>
        request.HasPromptValue(PromptValues.Login) || request.HasPromptValue(PromptValues.SelectAccount)
        || (request.MaxAge is { } age && time.GetUtcNow() - session.AuthenticatedAt > TimeSpan.FromSeconds(age));

    private async ValueTask<bool> MustAskAsync(ConsentQuestion question) =>
        question.Request.Parameters.HasPromptValue(PromptValues.Consent)
        || await authorizing.NeedsConsentAsync(question.Client, question.Session.User, question.Organization, question.Scopes);

    private IResult AskToSignIn(AuthorizeRequest request)
    {
        if (request.IsSilent) return Refuse(OpenIddictConstants.Errors.LoginRequired, "Nobody is signed in.");
        var since = tickets.Seal(time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        var page = ReturnUrl.From("/sign-in", ReturnUrl.With(request.Address, AuthorizeRequest.SinceParameter, since));
        return Results.Redirect(request.Parameters.LoginHint is { Length: > 0 } hint ? ReturnUrl.With(page, "login_hint", hint) : page);
    }

    private static IResult AskForOrganization(AuthorizeRequest request) => request.IsSilent
        ? Refuse(OpenIddictConstants.Errors.AccountSelectionRequired, "The user must choose an organization.")
        : Results.Redirect(ReturnUrl.From("/organization", request.Address));

    private static IResult Allow(ConsentQuestion question)
    {
        var (request, session, organization, client, scopes) = question;
        Issuance.Of(request.Transaction).Authorization = new Authorization(
            client.ClientId, session.User, organization, scopes, session.PasswordGeneration, session.AuthenticatedAt,
            UserAgent.Of(request.Context.Request),
            IsRefreshable: scopes.Contains(IdentityScopes.OfflineAccess) && client.MayUse(GrainInterfaces.Clients.GrantTypes.RefreshToken),
            session.Session);
        var principal = new ClaimsPrincipal(new ClaimsIdentity("authserve"))
            .SetClaim(Claims.Subject, session.User.ToString())
            .SetScopes(scopes);
        return Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static IResult Refuse(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
