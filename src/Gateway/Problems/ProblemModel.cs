using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;

namespace AuthServe.Gateway.Problems;

/// <summary>Problem details (RFC 9457).</summary>
internal sealed record ProblemModel(
    [property: Description("A URN made of the code.")] string Type,
    [property: Description("Stable name of the problem; each is described in docs/problems.md.")] string Code,
    [property: Description("The same for every occurrence.")] string Title,
    [property: Description("The status code of the response.")] int Status,
    [property: Description("What is wrong this time and what is allowed.")] string Detail,
    [property: Description("Names this request in the logs.")] string TraceId,
    [property: Description("What is wrong, by member of the request; a dot leads into an object."),
     JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    ImmutableSortedDictionary<string, ImmutableArray<string>>? Errors = null);
