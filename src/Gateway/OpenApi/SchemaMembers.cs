using System.ComponentModel.DataAnnotations;
using AuthServe.Gateway.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AuthServe.Gateway.OpenApi;

/// <summary>
/// A member that a request requires is not null either: models let both through, so that everything wrong is answered at once.
/// Only requests of <c>/v1</c> refuse members that are not named: answers may grow, and AuthZEN ignores what it does not know.
/// </summary>
internal sealed class SchemaMembers : IOpenApiSchemaTransformer
{
    // How the generator remembers that a reference may also be null.
    private const string NullableReference = "x-is-nullable-property";

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (type.Name.Split('`')[0].EndsWith("Model", StringComparison.Ordinal) || type.Namespace == typeof(AccessApi).Namespace)
            schema.AdditionalPropertiesAllowed = true;

        foreach (var property in context.JsonTypeInfo.Properties)
        {
            if (property.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: false) is not true) continue;
            if (schema.Properties is not { } members || !members.TryGetValue(property.Name, out var found)) continue;
            if (found is not OpenApiSchema member) continue;
            member.Type &= ~JsonSchemaType.Null;
            member.Metadata?.Remove(NullableReference);
        }

        return Task.CompletedTask;
    }
}
