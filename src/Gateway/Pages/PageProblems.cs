using AuthServe.Gateway.Problems;
using Microsoft.AspNetCore.Diagnostics;

namespace AuthServe.Gateway.Pages;

/// <summary>Shows refusals as pages where a person reads them.</summary>
internal static class PageProblems
{
    /// <summary>Marks an endpoint whose answers a person reads.</summary>
    public static object Metadata { get; } = new Marker();

    /// <summary>Whether a person reads what this request is answered.</summary>
    public static bool Owns(HttpContext context)
    {
        // The endpoint is not the request's any more when an exception is answered.
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        return endpoint?.Metadata.GetMetadata<Marker>() is not null;
    }

    /// <summary>Writes a refusal as a page.</summary>
    public static Task WriteAsync(HttpContext context, ProblemKind kind, Problem problem) =>
        PageResults.Error(new(kind.Title, problem.Detail, problem.Code, ProblemWriter.TraceId(context)), kind.Status).ExecuteAsync(context);

    private sealed class Marker;
}
