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
        if (TakesMinRevision(context.Description)) Add(operation, MinRevision());
        return Task.CompletedTask;
    }

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
