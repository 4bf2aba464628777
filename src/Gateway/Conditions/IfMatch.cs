using AuthServe.Gateway.Problems;
using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.Gateway.Conditions;

/// <summary>Lets a writer say which state of a resource it means to change.</summary>
internal static class IfMatch
{
    private static readonly Problem NoTag = new(ProblemCodes.PreconditionFailed, "If-Match means nothing here: this has no ETag.");

    /// <summary>The command of this endpoint honours If-Match, with the ETag of the resource it changes; its answer has the new one.</summary>
    public static TBuilder HonoursIfMatch<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(Metadata.Instance);

    /// <summary>
    /// Reads If-Match for the command. An endpoint that does not honour it has no resource with a tag, so no tag can match: better no
    /// change than one whose condition nobody looked at.
    /// </summary>
    public static void UseIfMatch(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var request = context.Request;
        if (request.Headers.IfMatch.Count == 0 || HttpMethods.IsGet(request.Method) || !request.Path.StartsWithSegments("/v1")) return next(context);
        if (!EntityTags.TryReadIfMatch(request, out var tags, out var problem)) return problem!.ExecuteAsync(context);

        // That the resource is there is what every command looks at first.
        if (tags is null) return next(context);
        if (!IsHonouredBy(context.GetEndpoint()?.Metadata)) return NoTag.ExecuteAsync(context);
        WriteConditions.Of(context).IfMatch = new Precondition(tags.Value);
        return next(context);
    });

    /// <summary>Whether an endpoint honours it.</summary>
    public static bool IsHonouredBy(IEnumerable<object>? metadata) => metadata?.OfType<Metadata>().Any() is true;

    private sealed class Metadata
    {
        public static readonly Metadata Instance = new();
    }
}
