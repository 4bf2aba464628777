using AuthServe.Gateway.Limits;
using AuthServe.Gateway.OAuth.Clients;
using AuthServe.Gateway.Pages;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>Signs a browser in with a password.</summary>
internal static class SignInPages
{
    private const string Path = "/sign-in";
    private const int MaxLength = 1024;

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, ShowAsync).AnswersWithPages().ExcludeFromDescription().AllowAnonymous();
        app.MapPost(Path, SignInAsync).LimitedByAddress().WithMetadata(BodyLimit.Default).RequireAntiforgery().ExcludeFromDescription().AllowAnonymous();
    }

    private static Task<IResult> ShowAsync(HttpRequest request, KnownClients clients) =>
        PageAsync(ReturnUrl.Of(request), request.Query["login_hint"], error: null, StatusCodes.Status200OK, clients);

    private static async Task<IResult> SignInAsync(HttpContext context, BrowserSessions browsers, KnownClients clients, Cluster cluster)
    {
        var form = context.Request.Form;
        var (login, password, returnUrl) = (form["login"].ToString(), form["password"].ToString(), ReturnUrl.Of(context.Request));
        if (login.Length is 0 or > MaxLength || password.Length is 0 or > MaxLength)
            return await PageAsync(returnUrl, login, "Enter your user name or e-mail address and your password.", StatusCodes.Status400BadRequest, clients);

        var place = await ReturnUrl.PlaceAsync(returnUrl, context.Request, clients);
        var outcome = await cluster.Accounts.SignInAsync(new SignIn(login, new Password(password), Organization: null, Scope: null, place));
        var fault = outcome.Succeeded(out var signedIn, out var refusal) ? await browsers.BeginAsync(context, signedIn) : refusal;
        return fault is null ? Results.Redirect(returnUrl) : await RefuseAsync(context.Response, returnUrl, login, fault, clients);
    }

    private static async Task<IResult> RefuseAsync(HttpResponse response, string returnUrl, string login, Fault fault, KnownClients clients)
    {
        var problem = Problem.Of(fault);
        ProblemWriter.SetRetryAfter(response, problem);
        var status = ProblemCatalogue.Kinds[fault.Code].Status;
        // 401 would have to name a scheme of HTTP authentication (RFC 9110, section 15.5.2).
        return await PageAsync(
            returnUrl, login, fault.Detail, status == StatusCodes.Status401Unauthorized ? StatusCodes.Status403Forbidden : status, clients);
    }

    private static async Task<IResult> PageAsync(string returnUrl, string? login, string? error, int status, KnownClients clients)
    {
        var client = await ReturnUrl.ClientNameAsync(returnUrl, clients);
        var view = new SignInView(
            Path, returnUrl, login is { Length: > 0 and <= MaxLength } ? login : null, error, client,
            AcceptInvitationPages.FindNewAccountPage(returnUrl) ?? ReturnUrl.From("/sign-up", returnUrl),
            ReturnUrl.From(PasswordResetPages.RequestPath, returnUrl));
        return PageResults.SignIn(view, status: status);
    }
}
