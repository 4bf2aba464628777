using AuthServe.Gateway.Conditions;
using AuthServe.Gateway.Input;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AuthServe.Gateway.OpenApi;

/// <summary>Documents what a caller may add to every read and write of the administrative API.</summary>
internal sealed class OperationConditions : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var description = context.Description;
        if (TakesMinRevision(description)) Add(operation, MinRevision());
        if (HonoursIfMatch(description))
            Add(operation, Header("If-Match", "The ETag of the state to change, or several; a change by somebody else then refuses this one."));
        if (HasNotModified(description)) Add(operation, Header("If-None-Match", "The ETag of the state the caller has, or several: it is not sent again."));
        if (TakesIdempotencyKey(description))
            Add(operation, Header(IdempotencyKey.Header, "Names this request, in 1 to 255 printable ASCII characters: sent again within 24 hours, it is executed once and answered the same."));
        if (HasTag(description)) AddTag(operation);
        return Task.CompletedTask;
    }

    /// <summary>Whether an operation makes its change only to the state that the caller names.</summary>
    public static bool HonoursIfMatch(ApiDescription description) => IfMatch.IsHonouredBy(description.ActionDescriptor.EndpointMetadata);

    /// <summary>Whether an operation is executed once under a key.</summary>
    public static bool TakesIdempotencyKey(ApiDescription description) =>
        IsOfApi(description) && IdempotentWrites.TakesKey(description.HttpMethod, description.ActionDescriptor.EndpointMetadata);

    private static bool HasNotModified(ApiDescription description) =>
        description.SupportedResponseTypes.Any(answer => answer.StatusCode == StatusCodes.Status304NotModified);

    // What a write of the administrative API answers is the resource.
    private static bool HasTag(ApiDescription description) => HasNotModified(description)
        || (description.HttpMethod is not "GET" && IsOfApi(description) && OperationAccess.RequirementOf(description)?.Permission is not null);

    private static void AddTag(OpenApiOperation operation)
    {
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (status is "200" or "201" && response is OpenApiResponse { Content.Count: > 0 } success)
                (success.Headers ??= new Dictionary<string, IOpenApiHeader>())["ETag"] = new OpenApiHeader
                {
                    Description = "The state of the resource.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                };
        }
    }

    private static OpenApiParameter Header(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    /// <summary>Whether an operation is a read of an organization, which may be held back until a revision is reached.</summary>
    public static bool TakesMinRevision(ApiDescription description) =>
        description.HttpMethod is "GET" && IsOfApi(description) && OperationAccess.RequirementOf(description) is not null;

    private static bool IsOfApi(ApiDescription description) => description.RelativePath!.StartsWith("v1/", StringComparison.Ordinal);

    private static OpenApiParameter MinRevision() => new()
    {
        Name = Revisions.MinRevision,
        In = ParameterLocation.Query,
        Description = "The answer has this revision of the organization or a later one: the AuthServe-Revision of a write.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" },
    };

    private static void Add(OpenApiOperation operation, OpenApiParameter parameter) => (operation.Parameters ??= []).Add(parameter);
}
