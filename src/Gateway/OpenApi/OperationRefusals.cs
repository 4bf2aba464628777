using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServe.Gateway.Access;
using AuthServe.Gateway.Json;
using AuthServe.Gateway.Problems;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.OpenApi;

namespace AuthServe.Gateway.OpenApi;

/// <summary>Documents the refusals of each operation: those it names, and those that follow from what it requires and reads.</summary>
internal sealed class OperationRefusals : IOpenApiOperationTransformer
{
    private const string ExampleTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var isAccess = $"/{context.Description.RelativePath}".StartsWith(AccessApi.Path + "/", StringComparison.Ordinal);
        var schema = await SchemaReferences.OfAsync(context, isAccess ? typeof(AccessErrorModel) : typeof(ProblemModel), cancellationToken);
        operation.Responses ??= [];
        var byStatus = CodesOf(context.Description).Distinct().GroupBy(code => StatusOf(code, isAccess));
        foreach (var problems in byStatus.OrderBy(problems => problems.Key))
        {
            operation.Responses[problems.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join("; ", problems.Select(code => $"{ProblemCatalogue.Kinds[code].Title} (`{code}`)")),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [isAccess ? AccessApi.ContentType : ProblemWriter.ContentType] = new()
                    {
                        Schema = schema,
                        Examples = problems.ToDictionary(
                            code => code, IOpenApiExample (code) => new OpenApiExample { Value = ExampleOf(code, isAccess) }),
                    },
                },
            };
        }
    }

    private static List<string> CodesOf(ApiDescription description)
    {
        var codes = new List<string>();
        if (OperationAccess.RequirementOf(description) is { } requirement)
        {
            codes.AddRange(ProblemCodes.TokenMissing, ProblemCodes.TokenInvalid, ProblemCodes.TokenRevoked);
            codes.Add(ProblemCodes.ServiceUnavailable);
            if (requirement.Permission is not null) codes.Add(ProblemCodes.PermissionRequired);
        }

        if (description.SupportedRequestFormats.Count > 0)
        {
            codes.AddRange(ProblemCodes.RequestInvalid, ProblemCodes.RequestTooLarge, ProblemCodes.UnsupportedMediaType);
            codes.Add(ProblemCodes.ServiceUnavailable);
        }

        if (OperationConditions.TakesMinRevision(description)) codes.AddRange(ProblemCodes.RequestInvalid, ProblemCodes.RevisionNotReached);
        if (OperationConditions.TakesIdempotencyKey(description))
            codes.AddRange(ProblemCodes.RequestInvalid, ProblemCodes.IdempotencyInProgress, ProblemCodes.IdempotencyKeyReused, ProblemCodes.ServiceUnavailable);
        if (OperationConditions.HonoursIfMatch(description)) codes.AddRange(ProblemCodes.RequestInvalid, ProblemCodes.PreconditionFailed);
        // OAuth's endpoints document their errors themselves.
        if (!description.RelativePath!.StartsWith("oauth2/", StringComparison.Ordinal)
            && description.ActionDescriptor.EndpointMetadata.OfType<EnableRateLimitingAttribute>().Any())
            codes.Add(ProblemCodes.RateLimitExceeded);
        codes.AddRange(description.ActionDescriptor.EndpointMetadata.OfType<RefusesMetadata>().SelectMany(refuses => refuses.Codes));
        return codes;
    }

    private static int StatusOf(string code, bool isAccess) =>
        isAccess ? AccessErrors.StatusOf(ProblemCatalogue.Kinds[code].Status) : ProblemCatalogue.Kinds[code].Status;

    private static JsonNode? ExampleOf(string code, bool isAccess)
    {
        var kind = ProblemCatalogue.Kinds[code];
        if (isAccess)
        {
            var error = new AccessErrorDetailModel(StatusOf(code, isAccess), kind.Title);
            return JsonSerializer.SerializeToNode(new AccessErrorModel(error), GatewayJson.Http.AccessErrorModel);
        }

        var model = ProblemWriter.ModelOf(kind, new Problem(code, kind.Title + "."), ExampleTrace);
        return JsonSerializer.SerializeToNode(model, GatewayJson.Http.ProblemModel);
    }
}
