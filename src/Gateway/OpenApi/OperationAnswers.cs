using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AuthServe.Gateway.OpenApi;

/// <summary>Where an operation has several answers with one status, documents all of them.</summary>
internal sealed class OperationAnswers : IOpenApiOperationTransformer
{
    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var answers = context.Description.ActionDescriptor.EndpointMetadata.OfType<IProducesResponseTypeMetadata>()
            .Where(answer => answer.Type is not null)
            .GroupBy(answer => answer.StatusCode, answer => answer.Type!)
            .Where(types => types.Distinct().Count() > 1);
        foreach (var types in answers)
        {
            var schemas = new List<IOpenApiSchema>();
            foreach (var type in types.Distinct()) schemas.Add(await SchemaReferences.OfAsync(context, type, cancellationToken));
            var content = operation.Responses?[types.Key.ToString(CultureInfo.InvariantCulture)].Content;
            foreach (var body in content?.Values ?? []) body.Schema = new OpenApiSchema { OneOf = schemas };
        }
    }
}
