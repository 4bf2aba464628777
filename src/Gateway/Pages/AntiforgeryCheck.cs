using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using Microsoft.AspNetCore.Antiforgery;

namespace AuthServe.Gateway.Pages;

/// <summary>Refuses a form without the antiforgery token that belongs to the browser's cookie.</summary>
internal sealed class AntiforgeryCheck(IAntiforgery antiforgery, TokenKeys keys) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // Throws while there are no keys. The framework would call every token forged then.
        _ = keys.Current;
        return await antiforgery.IsRequestValidAsync(context.HttpContext) ? await next(context) : Refusal(context.HttpContext);
    }

    private static IResult Refusal(HttpContext context) => PageResults.Error(
        new(
            "This form cannot be used any more",
            "It was open for too long, or your browser does not keep cookies. Go back, reload the page and try again.",
            ProblemCodes.RequestInvalid,
            ProblemWriter.TraceId(context)),
        StatusCodes.Status400BadRequest);
}
