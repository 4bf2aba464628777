using System.Globalization;
using System.Text.Json.Nodes;
using AuthServe.Gateway.Input;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AuthServe.Gateway.OpenApi;

/// <summary>Describes parameters that mean the same everywhere, and says of those that are read as text what they are.</summary>
internal sealed class OperationParameters : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>()) Describe(parameter);
        return Task.CompletedTask;
    }

    private static void Describe(OpenApiParameter parameter)
    {
        switch (parameter.Name)
        {
            case "user_id":
                parameter.Description = "The id of a user.";
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" };
                break;
            case "client_id":
                parameter.Description = "The id of an OAuth client.";
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" };
                break;
            case "role" when parameter.In == ParameterLocation.Path:
                parameter.Description = "The name of a role.";
                break;
            case "permission":
                parameter.Description = "A permission, such as billing.invoice.create.";
                break;
            case "explain" or "dry_run":
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = JsonValue.Create(false) };
                break;
            case "revision":
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0" };
                break;
            case "limit":
                parameter.Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Minimum = "1",
                    Maximum = PageQuery.MaxLimit.ToString(CultureInfo.InvariantCulture),
                    Default = JsonValue.Create(PageQuery.DefaultLimit),
                };
                break;
        }
    }
}
