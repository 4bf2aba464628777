using System.Diagnostics;
using System.Globalization;
using AuthServe.Gateway.Access;
using AuthServe.Gateway.Json;
using AuthServe.Gateway.OAuth;
using AuthServe.Gateway.Pages;

namespace AuthServe.Gateway.Problems;

/// <summary>Writes a refusal: problem details, AuthZEN's error object below <c>/access</c>, OAuth's below <c>/oauth2</c>, or a page where a person reads it.</summary>
internal static class ProblemWriter
{
    /// <summary>The media type of problem details.</summary>
    public const string ContentType = "application/problem+json";

    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(1);

    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        if (!ProblemCatalogue.Kinds.TryGetValue(problem.Code, out var kind))
            throw new UnreachableException($"The code {problem.Code} is not in the catalogue of problems.");

        SetHeaders(context.Response, kind, problem);
        if (AccessApi.Owns(context.Request)) return AccessErrors.WriteAsync(context, kind.Status, problem.Detail);
        if (PageProblems.Owns(context)) return PageProblems.WriteAsync(context, kind, problem);
        if (OAuthErrors.Owns(context.Request)) return OAuthErrors.WriteAsync(context, kind.Status, problem.Detail);

        context.Response.StatusCode = kind.Status;
        var model = ModelOf(kind, problem, TraceId(context));
        return context.Response.WriteAsJsonAsync(model, GatewayJson.Http.ProblemModel, ContentType, context.RequestAborted);
    }

    /// <summary>The body of a refusal.</summary>
    public static ProblemModel ModelOf(ProblemKind kind, Problem problem, string traceId) =>
        new("urn:authserve:problem:" + problem.Code, problem.Code, kind.Title, kind.Status, problem.Detail, traceId, problem.Errors);

    /// <summary>Names a request in the logs.</summary>
    public static string TraceId(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;

    private static void SetHeaders(HttpResponse response, ProblemKind kind, Problem problem)
    {
        if (kind.Status == StatusCodes.Status401Unauthorized || problem.Challenge is not null)
            response.Headers.WWWAuthenticate = problem.Challenge is { } parameters ? "Bearer " + parameters : "Bearer";

        SetRetryAfter(response, problem);
    }

    /// <summary>Says when asking again may help.</summary>
    public static void SetRetryAfter(HttpResponse response, Problem problem)
    {
        var unavailable = ProblemCatalogue.Kinds[problem.Code].Status == StatusCodes.Status503ServiceUnavailable;
        if ((problem.RetryAfter ?? (unavailable ? DefaultRetryAfter : null)) is { } delay)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }
}
