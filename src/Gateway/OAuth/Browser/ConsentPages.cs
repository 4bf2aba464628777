using System.Collections.Immutable;
using AuthServe.Gateway.OAuth.Clients;
using AuthServe.Gateway.Pages;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Accounts;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>Asks the user, and carries the answer back to the authorization endpoint: it is good for exactly what was shown, once it was shown.</summary>
internal static class ConsentPages
{
    private const string Path = "/consent";
    private const string ShownParameter = "shown";
    private const string Allow = "allow";
    private const string Deny = "deny";

    public static void MapConsent(this IEndpointRouteBuilder app) =>
        app.MapPost(Path, Decide).WithMetadata(BodyLimit.Default).RequireAntiforgery().ExcludeFromDescription().AllowAnonymous();

    /// <summary>What a decision is about.</summary>
    public static string Statement(BrowserSession session, string request, OrganizationId organization, ImmutableArray<string> scopes) =>
        FlowTickets.Digest(string.Join('\n', [session.Session.ToString(), organization.ToString(), request, .. scopes]));

    /// <summary>What the user decided about this statement; null when nothing yet.</summary>
    public static bool? DecisionOf(HttpRequest request, string statement, FlowTickets tickets) =>
        tickets.Open(request.Query[AuthorizeEndpoint.DecisionParameter]) is [var decision, var about] && about == statement ? decision == Allow : null;

    public static async Task<IResult> AskAsync(ConsentQuestion question, Authorizing authorizing, FlowTickets tickets, Cluster cluster)
    {
        var statement = Statement(question.Session, question.Request, question.Organization, question.Scopes);
        var account = await cluster.User(question.Session.User).GetAccountAsync();
        var profile = await cluster.Organization(question.Organization).GetProfileAsync();
        var view = new ConsentView(
            AuthorizeEndpoint.With(Path, ShownParameter, tickets.Seal(statement)), question.Request, question.Client.Settings.Name,
            account?.Username ?? "", profile?.Name ?? "", await authorizing.DescribeAsync(question.Organization, question.Scopes));
        return PageResults.Consent(view, FormTargets.Of(new Uri(question.RedirectUri)));
    }

    private static IResult Decide(HttpRequest request, FlowTickets tickets)
    {
        var returnUrl = ReturnUrl.Of(request);
        var decision = request.Form["decision"].ToString() == Allow ? Allow : Deny;
        if (tickets.Open(request.Query[ShownParameter]) is not [var statement]) return Results.Redirect(returnUrl);
        return Results.Redirect(AuthorizeEndpoint.With(returnUrl, AuthorizeEndpoint.DecisionParameter, tickets.Seal(decision, statement)));
    }
}

/// <summary>What the user is asked.</summary>
internal sealed record ConsentQuestion(
    string Request, BrowserSession Session, OrganizationId Organization, KnownClient Client, ImmutableArray<string> Scopes, string RedirectUri);
