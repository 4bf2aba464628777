using AuthServe.Gateway.Accounts;
using AuthServe.Gateway.Limits;
using AuthServe.Gateway.OAuth.Clients;
using AuthServe.Gateway.Pages;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Credentials;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>Makes an account with its organization, and signs the browser in.</summary>
internal static class SignUpPages
{
    private const string Path = "/sign-up";

    public static void MapSignUpPage(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, static (HttpRequest request) => Page(request, null, StatusCodes.Status200OK))
            .AnswersWithPages().ExcludeFromDescription().AllowAnonymous();
        app.MapPost(Path, SignUpAsync).LimitedByAddress().WithMetadata(BodyLimit.Default).RequireAntiforgery().ExcludeFromDescription().AllowAnonymous();
    }

    private static async Task<IResult> SignUpAsync(HttpContext context, BrowserSessions browsers, KnownClients clients, Cluster cluster)
    {
        var form = context.Request.Form;
        if (!Read(form).TryRead(out var command, out var problem)) return Page(context.Request, problem, StatusCodes.Status400BadRequest);
        command = command with { RequestId = ProblemWriter.TraceId(context) };
        if (!(await cluster.Accounts.SignUpAsync(command)).Succeeded(out _, out var taken))
        {
            var refused = Problem.Of(taken, parent: "user.");
            return Page(context.Request, refused, ProblemCatalogue.Kinds[taken.Code].Status);
        }

        var returnUrl = ReturnUrl.Of(context.Request);
        var place = await ReturnUrl.PlaceAsync(returnUrl, context.Request, clients);
        var signIn = new SignIn(command.Account.Username, new Password(form["password"].ToString()), Organization: null, Scope: null, place);
        if ((await cluster.Accounts.SignInAsync(signIn)).Succeeded(out var signedIn, out _)) await browsers.BeginAsync(context, signedIn);
        return Results.Redirect(returnUrl);
    }

    private static SignUpRequest Read(IFormCollection form) => new()
    {
        User = new() { Username = form["username"], PrimaryEmail = form["email"], Password = form["password"] },
        Organization = new() { Name = form["organization_name"] },
    };

    private static IResult Page(HttpRequest request, Problem? problem, int status)
    {
        var returnUrl = ReturnUrl.Of(request);
        var form = request.HasFormContentType ? request.Form : FormCollection.Empty;
        return PageResults.SignUp(
            new(
                Path, returnUrl, form["username"], form["email"], form["organization_name"], FormErrors.Of(problem),
                ReturnUrl.From("/sign-in", returnUrl)),
            status: status);
    }
}
