using System.Globalization;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using AuthServe.Gateway.Silos;
using Microsoft.Extensions.Primitives;

namespace AuthServe.Gateway.Input;

/// <summary>Lets a reader name the revision that its answer must not be older than: one that a write has returned.</summary>
internal static class Revisions
{
    /// <summary>The parameter in the query of reads, and the member of an evaluation's context.</summary>
    public const string MinRevision = "min_revision";

    /// <summary>What it may be, for an error message.</summary>
    public const string Allowed = "It must be one whole number, 0 or more: the AuthServe-Revision of a write.";

    /// <summary>The refusal of a read for which the organization is not far enough.</summary>
    public static Problem NotReached(long asked, long reached) => new(
        ProblemCodes.RevisionNotReached, $"The organization has reached revision {reached}, not {asked}.");

    /// <summary>
    /// Holds a read back until its organization has reached the revision asked for, everywhere. Costs a read that names none nothing, and
    /// one that names a revision long reached one call.
    /// </summary>
    public static void UseMinRevision(this IApplicationBuilder app)
    {
        var cluster = app.ApplicationServices.GetRequiredService<Cluster>();
        app.Use((context, next) => IsNamedBy(context.Request, out var text) ? ReadAsync(context, text, cluster, next) : next(context));
    }

    private static bool IsNamedBy(HttpRequest request, out StringValues text)
    {
        text = default;
        return request.QueryString.HasValue && HttpMethods.IsGet(request.Method) && request.Path.StartsWithSegments("/v1")
            && request.Query.TryGetValue(MinRevision, out text);
    }

    private static async Task ReadAsync(HttpContext context, StringValues text, Cluster cluster, RequestDelegate next)
    {
        if (await FindProblemAsync(context, text, cluster) is { } problem) await problem.ExecuteAsync(context);
        else await next(context);
    }

    private static async ValueTask<Problem?> FindProblemAsync(HttpContext context, StringValues text, Cluster cluster)
    {
        var fields = new Fields();
        var isNumber = long.TryParse(text.Count == 1 ? text[0] : null, NumberStyles.None, CultureInfo.InvariantCulture, out var asked);
        if (!isNumber) fields.Refuse(MinRevision, Allowed);
        if (!fields.AreValid(out var problem)) return problem;
        if (Caller.From(context.User) is not { } caller) return null;

        var reached = await cluster.Organization(caller.Organization).ReachAsync(asked, context.RequestAborted);
        return reached < asked ? NotReached(asked, reached) : null;
    }
}
