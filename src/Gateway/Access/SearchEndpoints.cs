using System.Security.Claims;
using System.Text.Json.Serialization.Metadata;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Json;
using AuthServe.Gateway.Limits;
using AuthServe.Gateway.OpenApi;
using AuthServe.Gateway.Problems;
using AuthServe.Gateway.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AuthServe.Gateway.Access;

internal static class SearchEndpoints
{
    private const string AboutOthers =
        " Asking about oneself needs no permission, about others auth.permission.read. What is unknown has no results.";

    public static void MapAccessSearch(this IEndpointRouteBuilder app)
    {
        var search = app.MapGroup(AccessApi.SearchPath).WithTags(ApiTags.Access).WithMetadata(BodyLimit.Default).LimitedAsChecks();

        search.MapSearch<SubjectSearchRequest, SubjectModel>("/subject", FindSubjectsAsync)
            .WithName("searchSubjects").WithSummary("Who may do that?")
            .WithDescription(
                "OpenID AuthZEN Authorization API 1.0, section 8.4. Finds the ids of active members, and of OAuth clients that act for "
                + "themselves, by id.")
            .RequirePermission("auth.permission.read");
        search.MapSearch<ResourceSearchRequest, ResourceModel>("/resource", FindResourcesAsync)
            .WithName("searchResources").WithSummary("What may this user do that to?")
            .WithDescription(
                "OpenID AuthZEN Authorization API 1.0, section 8.5. Who may do it in the whole organization may do it to every object, which "
                + "is found as * alone." + AboutOthers)
            .Refuses(ProblemCodes.PermissionRequired).RequireMembership();
        search.MapSearch<ActionSearchRequest, ActionModel>("/action", FindActionsAsync)
            .WithName("searchActions").WithSummary("What may this user do to that?")
            .WithDescription(
                "OpenID AuthZEN Authorization API 1.0, section 8.6. Finds actions of the catalogue; who holds all finds every one of them."
                + AboutOthers)
            .Refuses(ProblemCodes.PermissionRequired).RequireMembership();
    }

    private static RouteHandlerBuilder MapSearch<TRequest, TResult>(this IEndpointRouteBuilder search, string path, Delegate handler)
        where TRequest : notnull => search.MapPost(path, handler)
            .Accepts<TRequest>(AccessApi.ContentType)
            .Produces<SearchModel<TResult>>(StatusCodes.Status200OK, AccessApi.ContentType)
            .Refuses(ProblemCodes.RequestInvalid, ProblemCodes.RevisionNotReached);

    private static Task<Results<JsonHttpResult<SearchModel<SubjectModel>>, Problem>> FindSubjectsAsync(
        HttpRequest request, ClaimsPrincipal principal, Caller caller, Searcher searcher, CancellationToken cancellationToken) =>
        AnswerAsync(
            request, SearchKind.Subject, asked => searcher.SearchAsync(principal, caller, asked, cancellationToken),
            static (_, id) => new SubjectModel(Subjects.UserType, id), GatewayJson.Http.SearchModelSubjectModel);

    private static Task<Results<JsonHttpResult<SearchModel<ResourceModel>>, Problem>> FindResourcesAsync(
        HttpRequest request, ClaimsPrincipal principal, Caller caller, Searcher searcher, CancellationToken cancellationToken) =>
        AnswerAsync(
            request, SearchKind.Resource, asked => searcher.SearchAsync(principal, caller, asked, cancellationToken),
            static (asked, id) => new ResourceModel(asked.Resource.Type, id), GatewayJson.Http.SearchModelResourceModel);

    private static Task<Results<JsonHttpResult<SearchModel<ActionModel>>, Problem>> FindActionsAsync(
        HttpRequest request, ClaimsPrincipal principal, Caller caller, Searcher searcher, CancellationToken cancellationToken) =>
        AnswerAsync(
            request, SearchKind.Action, asked => searcher.SearchAsync(principal, caller, asked, cancellationToken),
            static (_, name) => new ActionModel(name), GatewayJson.Http.SearchModelActionModel);

    private static async Task<Results<JsonHttpResult<SearchModel<T>>, Problem>> AnswerAsync<T>(
        HttpRequest request, SearchKind kind, Func<AskedSearch, ValueTask<(FoundPage? Page, Problem? Problem)>> search,
        Func<AskedSearch, string, T> result, JsonTypeInfo<SearchModel<T>> type)
    {
        if (!request.HasJsonContentType()) return RequestProblems.Invalid(AccessApi.WrongContentType);
        var asked = await request.BodyReader.ReadAsync(body => SearchParser.Parse(body, kind), request.HttpContext.RequestAborted);
        var (page, problem) = await search(asked);
        if (page is null) return problem!;
        var model = new SearchModel<T>(page.Page, page.Context, [.. page.Results.Select(found => result(asked, found))]);
        return TypedResults.Json(model, type, AccessApi.ContentType);
    }
}
