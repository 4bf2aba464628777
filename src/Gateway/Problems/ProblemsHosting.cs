using AuthServe.Gateway.OAuth;
using Microsoft.Net.Http.Headers;

namespace AuthServe.Gateway.Problems;

internal static class ProblemsHosting
{
    /// <summary>Adds the answers to exceptions.</summary>
    public static void AddProblems(this IServiceCollection services) => services.AddExceptionHandler<ExceptionAnswers>();

    /// <summary>Gives every refusal below this point a body.</summary>
    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(static _ => { });
        app.UseStatusCodePages(static pages =>
        {
            var context = pages.HttpContext;
            // A challenge of the userinfo endpoint is its header (RFC 6750, section 3).
            if (context.Response.StatusCode == StatusCodes.Status401Unauthorized && OAuthErrors.Owns(context.Request)) return Task.CompletedTask;
            return ProblemWriter.WriteAsync(context, RequestProblems.OfStatus(context, context.Response.StatusCode));
        });
    }

    /// <summary>
    /// Answers what routing did not find, before authorization does: the fallback policy would ask for a token there.
    /// </summary>
    public static void UseRoutingAnswers(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        switch (context.GetEndpoint())
        {
            case RouteEndpoint when IsUtf8(context.Request):
                return next(context);
            case RouteEndpoint:
                context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
                return Task.CompletedTask;
            // Routing's own answers to a wrong method (405) or content type (415).
            case { RequestDelegate: { } answer }:
                return answer(context);
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    });

    // JSON is UTF-8 (RFC 8259, section 8.1). The framework would convert what it knows, and fail for what it does not.
    private static bool IsUtf8(HttpRequest request) =>
        !MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.Charset.Value is not { } charset
        || HeaderUtilities.RemoveQuotes(charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
