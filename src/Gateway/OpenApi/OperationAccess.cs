using AuthServe.Gateway.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AuthServe.Gateway.OpenApi;

/// <summary>Says of each operation what its caller must have.</summary>
internal sealed class OperationAccess : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (RequirementOf(context.Description) is not { } requirement) return Task.CompletedTask;

        var scheme = new OpenApiSecuritySchemeReference(DocumentIntroduction.BearerScheme, context.Document);
        operation.Security = [new OpenApiSecurityRequirement { [scheme] = [] }];
        if (requirement.Permission is not null)
        {
            var permissions = string.Join(" and ", RequirementsOf(context.Description).Select(required => $"`{required.Permission}`"));
            operation.Description = string.Join("\n\n", new[] { operation.Description, $"Requires {permissions}." }.OfType<string>());
        }

        return Task.CompletedTask;
    }

    /// <summary>What an operation requires of its caller; null for nothing.</summary>
    public static PermissionRequirement? RequirementOf(ApiDescription description) => RequirementsOf(description).LastOrDefault();

    private static IEnumerable<PermissionRequirement> RequirementsOf(ApiDescription description) => description.ActionDescriptor.EndpointMetadata
        .OfType<AuthorizationPolicy>()
        .SelectMany(policy => policy.Requirements)
        .OfType<PermissionRequirement>();
}
