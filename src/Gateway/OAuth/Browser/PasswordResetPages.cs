using AuthServe.Gateway.Accounts;
using AuthServe.Gateway.Limits;
using AuthServe.Gateway.Pages;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>Lets somebody who forgot their password set a new one, by a link in a mail.</summary>
internal static class PasswordResetPages
{
    public const string RequestPath = "/forgot-password";
    private const string Path = "/reset-password";

    public static void MapPasswordResetPages(this IEndpointRouteBuilder app)
    {
        app.MapGet(RequestPath, static (HttpRequest request) => AskPage(request, null, StatusCodes.Status200OK))
            .AnswersWithPages().ExcludeFromDescription().AllowAnonymous();
        app.MapPost(RequestPath, RequestAsync).LimitedByAddress().WithMetadata(BodyLimit.Default).RequireAntiforgery().ExcludeFromDescription().AllowAnonymous();
        app.MapGet(Path, static (string? token) => FormPage(token ?? "", null, StatusCodes.Status200OK))
            .AnswersWithPages().ExcludeFromDescription().AllowAnonymous();
        app.MapPost(Path, ResetAsync).LimitedByAddress().WithMetadata(BodyLimit.Default).RequireAntiforgery().ExcludeFromDescription().AllowAnonymous();
    }

    private static async Task<IResult> RequestAsync(HttpContext context, Cluster cluster)
    {
        if (!LoginName.TryNormalizeEmail(context.Request.Form["email"], out var email))
            return AskPage(context.Request, "Enter an e-mail address, such as alice@example.com.", StatusCodes.Status400BadRequest);
        var outcome = await cluster.AccountLinks.RequestPasswordResetAsync(email);
        if (!outcome.Succeeded(out _, out var fault)) return Refuse(context, fault, detail => AskPage(context.Request, detail, StatusOf(fault)));

        return PageResults.Message(new(
            "Look into your mailbox",
            "If there is an account with this address, a mail with a link is on its way.",
            ReturnUrl.From("/sign-in", ReturnUrl.Of(context.Request)),
            "Back to sign-in"));
    }

    private static async Task<IResult> ResetAsync(HttpContext context, Cluster cluster)
    {
        var form = context.Request.Form;
        var asked = new ResetPasswordRequest { Token = form["token"], NewPassword = form["password"] };
        if (!asked.TryRead(out var token, out var password, out _))
            return FormPage(form["token"].ToString(), "Enter a password.", StatusCodes.Status400BadRequest);
        if ((await cluster.AccountLinks.ResetPasswordAsync(token, password)).Succeeded(out _, out var fault))
            return PageResults.Message(new("Your password is set", "Sign in with it from now on.", "/sign-in", "Sign in"));

        return fault.Code == "link.invalid"
            ? PageResults.Message(new("This link is not good any more", fault.Detail, RequestPath, "Have a new one sent"), StatusOf(fault))
            : Refuse(context, fault, detail => FormPage(token.Text, detail, StatusOf(fault)));
    }

    private static IResult Refuse(HttpContext context, Fault fault, Func<string, IResult> page)
    {
        ProblemWriter.SetRetryAfter(context.Response, Problem.Of(fault));
        return page(fault.Detail);
    }

    private static int StatusOf(Fault fault) => ProblemCatalogue.Kinds[fault.Code].Status;

    private static IResult AskPage(HttpRequest request, string? error, int status)
    {
        var returnUrl = ReturnUrl.Of(request);
        var email = request.HasFormContentType ? request.Form["email"].ToString() : null;
        return PageResults.ForgotPassword(new(RequestPath, returnUrl, email, error, ReturnUrl.From("/sign-in", returnUrl)), status);
    }

    private static IResult FormPage(string token, string? error, int status) => PageResults.ResetPassword(new(Path, token, error), status);
}
