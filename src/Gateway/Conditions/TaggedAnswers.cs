using System.Reflection;
using AuthServe.Gateway.Problems;
using AuthServe.GrainInterfaces.Outcomes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace AuthServe.Gateway.Conditions;

/// <summary>Answers that say which state of a resource they show.</summary>
internal static class TaggedAnswers
{
    /// <summary>The answer to a read of one resource: 304 where the caller has this very state (RFC 9110, section 13.1.2).</summary>
    public static Results<Ok<TModel>, NotModified, Problem> Answer<T, TModel>(
        this Outcome<T> outcome, HttpContext context, Func<T, string> tag, Func<T, TModel> convert)
        where T : class
    {
        if (!outcome.Succeeded(out var found, out var fault)) return Problem.Of(fault);
        var state = tag(found);
        if (EntityTags.IsKnown(context.Request, state, out var problem)) return new NotModified(state);
        if (problem is not null) return problem;
        context.Response.SetTag(state);
        return TypedResults.Ok(convert(found));
    }

    /// <summary>Says which revision of the organization contains a write, and which state the resource is in by it.</summary>
    public static void SetChange<T>(this HttpResponse response, Receipt<T> receipt, Func<T, string> tag)
    {
        response.SetRevision(receipt.Revision);
        response.SetTag(tag(receipt.Value));
    }
}

/// <summary>The caller has the state that would be answered.</summary>
internal sealed class NotModified(string tag) : IResult, IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.SetTag(tag);
        httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }
}
