using System.Net;
using System.Text.Json.Nodes;

namespace AuthServe.Gateway.Tests.Input;

/// <summary>What the service itself says of its operations.</summary>
public sealed class ApiDocument
{
    private readonly JsonNode _root;

    private ApiDocument(JsonNode root) => _root = root;

    /// <summary>Every operation that takes something: in its path, its query or its body.</summary>
    public IEnumerable<ApiOperation> Operations => _root["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(operation => Read(path.Key, operation.Key, operation.Value!)))
        .Where(operation => operation.Parameters.Count > 0 || operation.Contents.Count > 0);

    public static async Task<ApiDocument> ReadAsync(Api api) =>
        new((await api.GetAsync("/openapi/v1.json")).Expect(HttpStatusCode.OK).Json);

    /// <summary>A schema itself in the place of a reference to it.</summary>
    public JsonObject Resolve(JsonNode? schema)
    {
        var found = schema?.AsObject() ?? [];
        return found["$ref"] is { } reference
            ? Resolve(reference.GetValue<string>().Split('/')[1..].Aggregate(_root, (at, name) => at[name]!))
            : found;
    }

    private static ApiOperation Read(string path, string method, JsonNode operation) => new(
        new HttpMethod(method.ToUpperInvariant()),
        path,
        [.. (operation["parameters"]?.AsArray() ?? [])
            .Select(parameter => new ApiParameter((string)parameter!["name"]!, (string)parameter["in"]!))],
        (operation["requestBody"]?["content"]?.AsObject() ?? [])
            .ToDictionary(content => content.Key, content => new ApiContent(content.Value!["schema"], content.Value["example"])));
}

/// <summary>An operation of the API.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Its template.</param>
/// <param name="Parameters">Of path and query.</param>
/// <param name="Contents">Bodies by media type.</param>
public sealed record ApiOperation(
    HttpMethod Method, string Path, IReadOnlyList<ApiParameter> Parameters, IReadOnlyDictionary<string, ApiContent> Contents)
{
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>A parameter, and whether it is in the path or the query.</summary>
public sealed record ApiParameter(string Name, string In);

/// <summary>What a body is like.</summary>
public sealed record ApiContent(JsonNode? Schema, JsonNode? Example);
