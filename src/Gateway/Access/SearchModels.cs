using System.ComponentModel;
using System.Text.Json.Serialization;

namespace AuthServe.Gateway.Access;

/// <summary>A page of what a search found (AuthZEN, section 8.3). The page comes first, for whoever reads as it arrives.</summary>
internal sealed record SearchModel<T>(
    SearchPageModel Page,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SearchContextModel? Context,
    IReadOnlyList<T> Results);

/// <summary>Where a page stands in what was found.</summary>
internal sealed record SearchPageModel(
    [property: Description("Pass it as page.token for the next page; empty at the end.")] string NextToken,
    [property: Description("How many results this page has.")] int Count);

/// <summary>How a search came out.</summary>
internal sealed record SearchContextModel(
    [property: Description("The revision of the organization the answer is true for; 0 when the subject is no member.")] long Revision);

// The requests as they are documented. SearchParser reads them.

/// <summary>Asks who may do something (AuthZEN, section 8.4).</summary>
internal sealed record SubjectSearchRequest(
    SearchedModel Subject, ActionModel Action, ResourceModel Resource, ContextModel? Context = null,
    SearchPageRequest? Page = null);

/// <summary>Asks what something may be done to (AuthZEN, section 8.5).</summary>
internal sealed record ResourceSearchRequest(
    SubjectModel Subject, ActionModel Action, SearchedModel Resource, ContextModel? Context = null,
    SearchPageRequest? Page = null);

/// <summary>Asks what may be done (AuthZEN, section 8.6).</summary>
internal sealed record ActionSearchRequest(
    SubjectModel Subject, ResourceModel Resource, ContextModel? Context = null,
    SearchPageRequest? Page = null);

/// <summary>What is searched for.</summary>
internal sealed record SearchedModel(
    [property: Description("user for a subject; the first two parts of a permission, such as billing.invoice, for a resource.")] string Type);

/// <summary>Which page of what is found (AuthZEN, section 8.2.1).</summary>
internal sealed record SearchPageRequest(
    [property: Description("The next_token of the page before. Everything else must be as it was for that one; limit may be left out.")]
    string? Token = null,
    [property: Description("The most results on a page, 50 unless it is given. No page has more than 1000.")] int? Limit = null);
