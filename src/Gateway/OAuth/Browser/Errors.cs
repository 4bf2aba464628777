using AuthServe.Gateway.Pages;
using AuthServe.Gateway.Problems;
using OpenIddict.Abstractions;

namespace AuthServe.Gateway.OAuth.Browser;

/// <summary>Shows an error of the protocol to the person at the browser, where it must not go back to the client.</summary>
internal static class Errors
{
    public static IResult Page(HttpContext context, OpenIddictResponse refused) => PageResults.Error(
        new(
            "This request cannot go on",
            refused.ErrorDescription ?? "The application sent a request that is not valid.",
            refused.Error,
            ProblemWriter.TraceId(context)),
        StatusCodes.Status400BadRequest);
}
