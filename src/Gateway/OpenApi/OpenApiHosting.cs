namespace AuthServe.Gateway.OpenApi;

internal static class OpenApiHosting
{
    private const string Document = "v1";
    private const string Docs = "docs";

    /// <summary>Adds the description of the API.</summary>
    public static void AddGatewayOpenApi(this IServiceCollection services)
    {
        services.AddOutputCache();
        services.AddOpenApi(Document, openApi => openApi
            .AddDocumentTransformer<DocumentIntroduction>()
            .AddOperationTransformer<OperationAccess>()
            .AddOperationTransformer<OperationParameters>()
            .AddOperationTransformer<OperationConditions>()
            .AddOperationTransformer<OperationAnswers>()
            .AddOperationTransformer<OperationForms>()
            .AddOperationTransformer<OperationExamples>()
            .AddOperationTransformer<OperationRefusals>()
            .AddSchemaTransformer<SchemaMembers>());
    }

    /// <summary>Answers <c>/openapi/v1.json</c>. It does not change while the process lives, so it is made once.</summary>
    public static void MapGatewayOpenApi(this IEndpointRouteBuilder app) =>
        app.MapOpenApi("/openapi/{documentName}.json").CacheOutput().AllowAnonymous();

    /// <summary>Answers <c>/docs</c> with Swagger UI, all of it from here.</summary>
    public static void UseGatewayDocs(this IApplicationBuilder app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments($"/{Docs}", StringComparison.Ordinal),
        branch => branch.UseSwaggerUI(docs =>
        {
            docs.RoutePrefix = Docs;
            docs.DocumentTitle = "AuthServe API";
            docs.SwaggerEndpoint($"/openapi/{Document}.json", "AuthServe");
            docs.DisplayOperationId();
            docs.DisplayRequestDuration();
        }));
}
