using AuthServe.Gateway.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AuthServe.Gateway.Access;

internal static class MetadataEndpoints
{
    // What it says changes with the configuration alone.
    private const string CacheControl = "public, max-age=3600";

    public static void MapAccessMetadata(this IEndpointRouteBuilder app) =>
        app.MapGet("/.well-known/authzen-configuration", Get)
            .WithName("getAuthZenConfiguration").WithTags(ApiTags.Access)
            .WithSummary("Where the access API is")
            .WithDescription("The metadata of a policy decision point (OpenID AuthZEN Authorization API 1.0, section 9).")
            .AllowAnonymous();

    private static Ok<DecisionPointModel> Get(IOptions<GatewayOptions> gateway, HttpResponse response)
    {
        response.Headers.CacheControl = CacheControl;
        return TypedResults.Ok(new DecisionPointModel(
            gateway.Value.Issuer,
            gateway.Value.Address("access/v1/evaluation"),
            gateway.Value.Address("access/v1/evaluations"),
            gateway.Value.Address("access/v1/search/subject"),
            gateway.Value.Address("access/v1/search/resource"),
            gateway.Value.Address("access/v1/search/action")));
    }
}

/// <summary>Where the endpoints of this policy decision point are (AuthZEN, section 9.1.1): absolute addresses below the issuer.</summary>
internal sealed record DecisionPointModel(
    string PolicyDecisionPoint,
    string AccessEvaluationEndpoint,
    string AccessEvaluationsEndpoint,
    string SearchSubjectEndpoint,
    string SearchResourceEndpoint,
    string SearchActionEndpoint);
