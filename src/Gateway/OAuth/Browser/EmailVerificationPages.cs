using AuthServe.Gateway.Limits;
using AuthServe.Gateway.Pages;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>Confirms an e-mail address, by a link in a mail.</summary>
internal static class EmailVerificationPages
{
    private const string Path = "/verify-email";

    public static void MapEmailVerificationPages(this IEndpointRouteBuilder app)
    {
        // What scans mail opens links: that alone confirms nothing.
        app.MapGet(Path, static (string? token) => PageResults.VerifyEmail(new(Path, token ?? "")))
            .AnswersWithPages().ExcludeFromDescription().AllowAnonymous();
        app.MapPost(Path, VerifyAsync).LimitedByAddress().WithMetadata(BodyLimit.Default).RequireAntiforgery().ExcludeFromDescription().AllowAnonymous();
    }

    private static async Task<IResult> VerifyAsync(HttpContext context, Cluster cluster)
    {
        var outcome = await cluster.AccountLinks.VerifyEmailAsync(new(context.Request.Form["token"].ToString()), ProblemWriter.TraceId(context));
        return outcome.Succeeded(out _, out var fault)
            ? PageResults.Message(new("Your e-mail address is confirmed", "Thank you. You can close this page.", "/sign-in", "Sign in"))
            : PageResults.Message(
                new("The address is not confirmed", fault.Detail, "/sign-in", "Sign in"), ProblemCatalogue.Kinds[fault.Code].Status);
    }
}
