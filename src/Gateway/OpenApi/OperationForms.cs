using AuthServe.Gateway.OAuth;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AuthServe.Gateway.OpenApi;

/// <summary>Documents the forms that the endpoints of OAuth read.</summary>
internal sealed class OperationForms : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<FormMetadata>().FirstOrDefault() is not { } form) return;
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [FormMetadata.ContentType] = new() { Schema = await SchemaReferences.OfAsync(context, form.Type, cancellationToken) },
            },
        };
    }
}
