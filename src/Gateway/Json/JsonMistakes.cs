using System.Text.Json.Serialization.Metadata;

namespace AuthServe.Gateway.Json;

/// <summary>Turns the path at which reading JSON stopped into the member to blame and what is expected of it.</summary>
internal static class JsonMistakes
{
    /// <param name="path">JSON path from <c>$</c>.</param>
    /// <param name="body">The type of the whole body.</param>
    public static (string Member, string Message) Describe(string path, Type? body)
    {
        var member = path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path.TrimStart('$');
        return (member, "It " + Expected(member, body));
    }

    private static string Expected(string member, Type? body)
    {
        var type = body is null ? null : GatewayJson.Http.GetTypeInfo(body);
        foreach (var step in member.Split('.'))
        {
            var name = step.Split('[')[0];
            var property = type?.Properties.FirstOrDefault(property => property.Name == name);
            if (property is null) return type is { Kind: JsonTypeInfoKind.Object } ? "is not known here." : "has the wrong type.";
            type = GatewayJson.Http.GetTypeInfo(step.EndsWith(']') && property.PropertyType.GetElementType() is { } element
                ? element
                : property.PropertyType);
        }

        return $"must be {Name(type)}, given once.";
    }

    private static string Name(JsonTypeInfo? type) => type switch
    {
        { Type: var scalar } when scalar == typeof(string) => "a string",
        { Type: var scalar } when scalar == typeof(bool) || scalar == typeof(bool?) => "true or false",
        { Type: var scalar } when scalar == typeof(int?) => "a whole number",
        { Kind: JsonTypeInfoKind.Enumerable } => "an array",
        { Kind: JsonTypeInfoKind.Object } => "an object",
        _ => "of another type",
    };
}
