using AuthServe.Gateway.OAuth.Clients;
using AuthServe.Gateway.Pages;
using AuthServe.Gateway.Security;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>Lets somebody who is a member of several organizations choose.</summary>
internal static class OrganizationPages
{
    private const string Path = "/organization";

    public static void MapOrganizationChoice(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, ShowAsync).AnswersWithPages().ExcludeFromDescription().AllowAnonymous();
        app.MapPost(Path, ChooseAsync).WithMetadata(BodyLimit.Default).RequireAntiforgery().ExcludeFromDescription().AllowAnonymous();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, BrowserSessions browsers, Authorizing authorizing, KnownClients clients)
    {
        var returnUrl = ReturnUrl.Of(context.Request);
        if (await browsers.FindAsync(context) is not { } session) return Results.Redirect(ReturnUrl.From("/sign-in", returnUrl));
        var client = await ReturnUrl.ClientNameAsync(returnUrl, clients);
        return PageResults.Organization(new(Path, returnUrl, await authorizing.OrganizationsOfAsync(session.User), client));
    }

    private static async Task<IResult> ChooseAsync(HttpContext context, BrowserSessions browsers, Authorizing authorizing)
    {
        var returnUrl = ReturnUrl.Of(context.Request);
        if (await browsers.FindAsync(context) is not { } session) return Results.Redirect(ReturnUrl.From("/sign-in", returnUrl));
        var choices = await authorizing.OrganizationsOfAsync(session.User);
        var isOne = Guid.TryParseExact(context.Request.Form["organization"], "D", out var chosen) && choices.Any(choice => choice.Id == chosen);
        if (!isOne) return Results.Redirect(ReturnUrl.From(Path, returnUrl));

        await BrowserSessions.ChooseAsync(context, session, new(chosen));
        return Results.Redirect(returnUrl);
    }
}
