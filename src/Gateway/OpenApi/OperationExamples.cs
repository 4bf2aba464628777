using System.Text.Json.Nodes;
using AuthServe.Gateway.Accounts;
using AuthServe.Gateway.Problems;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AuthServe.Gateway.OpenApi;

/// <summary>Gives each operation the examples that <see cref="Examples"/> has for it, and says what its headers mean.</summary>
internal sealed class OperationExamples : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (operation.OperationId is not { } id) return Task.CompletedTask;

        if (Examples.Requests.TryGetValue(id, out var request))
        {
            foreach (var content in (operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>()).Values)
                content.Example = JsonNode.Parse(request);
        }

        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (!status.StartsWith('2')) continue;
            foreach (var content in (response.Content ?? new Dictionary<string, OpenApiMediaType>()).Values)
                content.Example = Examples.Responses.TryGetValue(id, out var example) ? JsonNode.Parse(example) : null;
            if (response is OpenApiResponse success) Describe(success, status, context);
        }

        if (id == "login" && operation.RequestBody?.Content is { } forms && forms.Values.FirstOrDefault() is { } json)
            forms[LoginForm.ContentType] = new OpenApiMediaType { Schema = json.Schema };
        return Task.CompletedTask;
    }

    private static void Describe(OpenApiResponse response, string status, OpenApiOperationTransformerContext context)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        if (status == "201") response.Headers["Location"] = Header("The path of what was made.", JsonSchemaType.String);
        var changes = context.Description.HttpMethod is not "GET" && context.Description.RelativePath?.StartsWith("v1/", StringComparison.Ordinal) == true;
        if (changes && OperationAccess.RequirementOf(context.Description)?.Permission is not null)
            response.Headers[Receipts.RevisionHeader] = Header("The revision that has the change.", JsonSchemaType.Integer);
    }

    private static OpenApiHeader Header(string description, JsonSchemaType type) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = type } };
}
