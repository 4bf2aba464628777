using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.Gateway.Problems;

/// <summary>One refusal on its way out: a result that answers with problem details (RFC 9457).</summary>
/// <param name="Code">A code of <see cref="ProblemCatalogue"/>.</param>
/// <param name="Detail">One sentence for a person, without secrets.</param>
/// <param name="RetryAfter">When asking again may help.</param>
/// <param name="Errors">What is wrong, by request member.</param>
/// <param name="Challenge">Parameters of the <c>WWW-Authenticate</c> header (RFC 6750, section 3); null for none.</param>
internal sealed record Problem(
    string Code,
    string Detail,
    TimeSpan? RetryAfter = null,
    ImmutableSortedDictionary<string, ImmutableArray<string>>? Errors = null,
    string? Challenge = null) : IResult
{
    /// <summary>The refusal of a grain; <paramref name="parent"/> leads to the members of the request that it may blame.</summary>
    public static Problem Of(Fault fault, string parent = "")
    {
        var errors = ProblemCatalogue.Kinds.GetValueOrDefault(fault.Code)?.Field is { } field
            ? ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add(parent + field, [fault.Detail])
            : null;
        return new Problem(fault.Code, fault.Detail, fault.RetryAfter, errors);
    }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => ProblemWriter.WriteAsync(httpContext, this);
}
