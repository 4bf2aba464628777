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

    /// <summary>What the user has decided of this; null when nothing yet.</summary>
    public static bool? DecisionOn(ConsentQuestion question, FlowTickets tickets) =>
        tickets.Open(question.Request.Said(AuthorizeRequest.DecisionParameter)) is [var decision, var statement] && statement == question.Statement
            ? decision == Allow
            : null;

    public static async Task<IResult> AskAsync(ConsentQuestion question, Authorizing authorizing, FlowTickets tickets, Cluster cluster)
    {
        var account = await cluster.User(question.Session.User).GetAccountAsync();
        var organization = await cluster.Organization(question.Organization).FindAsync();
        var view = new ConsentView(
            ReturnUrl.With(Path, ShownParameter, tickets.Seal(question.Statement)), question.Request.Address, question.Client.Settings.Name,
            account?.Username ?? "", organization?.Profile.Name ?? "", await authorizing.DescribeAsync(question.Organization, question.Scopes));
        return PageResults.Consent(view, FormTargets.Of(new Uri(question.Request.Parameters.RedirectUri!)));
    }

    private static IResult Decide(HttpRequest request, FlowTickets tickets)
    {
        var returnUrl = ReturnUrl.Of(request);
        var decision = request.Form["decision"].ToString() == Allow ? Allow : Deny;
        if (tickets.Open(request.Query[ShownParameter]) is not [var statement]) return Results.Redirect(returnUrl);
        return Results.Redirect(ReturnUrl.With(returnUrl, AuthorizeRequest.DecisionParameter, tickets.Seal(decision, statement)));
    }
}

/// <summary>What the user is asked: whether this client may have these scopes in that organization, for this request.</summary>
internal sealed record ConsentQuestion(
    AuthorizeRequest Request, BrowserSession Session, OrganizationId Organization, KnownClient Client, ImmutableArray<string> Scopes)
{
    /// <summary>Stands for all of it: what is decided of one question is decided of no other.</summary>
    public string Statement { get; } =
        FlowTickets.Digest(string.Join('\n', [Session.Session.ToString(), Organization.ToString(), Request.Address, .. Scopes]));
}
