using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace AuthServe.Gateway.Tests.Input;

/// <summary>A request as it is sent.</summary>
internal sealed record OddRequest(HttpMethod Method, string Target, string? ContentType, byte[]? Body)
{
    public override string ToString() =>
        $"{Method} {Cut(Target)} [{ContentType}] {Cut(Body is null ? "no body" : OddValues.Quote(Encoding.UTF8.GetString(Body)))}";

    private static string Cut(string text) => text.Length <= 300 ? text : $"{text[..300]}... ({text.Length})";
}

/// <summary>Requests that are wrong somewhere, made of what the document says of an operation.</summary>
internal sealed class OddRequests(ApiDocument document, IReadOnlyDictionary<string, string[]> known)
{
    private const string JsonType = "application/json";

    private static readonly Gen<(string? Type, byte[]? Body)> Nothing =
        Gen.OneOf(Pair(null, null), Pair(JsonType, null), Pair(JsonType, []));

    /// <summary>Requests to one operation.</summary>
    public Gen<OddRequest> For(ApiOperation operation) => Gen.Select(
        Target(operation), Content(operation),
        (target, content) => new OddRequest(operation.Method, target, content.Type, content.Body));

    private Gen<string> Target(ApiOperation operation)
    {
        var path = operation.Path.Split('/')[1..].Select(segment => segment.StartsWith('{')
            ? PathValue(segment.Trim('{', '}')).Select(value => "/" + value)
            : Gen.Const("/" + segment));
        var query = operation.Parameters.Where(parameter => parameter.In == "query").Select(parameter => QueryValue(parameter.Name))
            .Append(QueryValue("odd"));
        return Gen.Select(Joined(path), Joined(query), (path, query) => query.Length == 0 ? path : $"{path}?{query[1..]}");
    }

    private Gen<string> PathValue(string name) => Gen.Frequency((2, Gen.OneOf(known[name])), (3, OddValues.Escaped));

    private static Gen<string> QueryValue(string name) => Gen.Frequency(
        (4, Gen.Const("")),
        (2, OddValues.Escaped.Select(value => $"&{name}={value}")),
        (1, Gen.OneOf("1", "200", "true", "active", "user", "auth", "AA", "YWJj").Select(value => $"&{name}={value}")),
        (1, Gen.Select(OddValues.Escaped, OddValues.Escaped, (first, second) => $"&{name}={first}&{name}={second}")),
        (1, Gen.Const($"&{name}")));

    private Gen<(string? Type, byte[]? Body)> Content(ApiOperation operation)
    {
        if (operation.Contents.Count == 0)
            return Gen.Frequency((4, Nothing), (1, Typed(JsonType, OddValues.Json.Select(Encoding.UTF8.GetBytes))));

        var bodies = operation.Contents.Select(content => (Type: content.Key, Gen: Body(content.Key, content.Value))).ToArray();
        var declared = Gen.OneOf([.. bodies.Select(body => Typed(body.Type, body.Gen))]);
        var undeclared = Gen.Select(OddValues.ContentType, Gen.OneOf([.. bodies.Select(body => body.Gen)]), Pair);
        return Gen.Frequency((10, declared), (1, undeclared), (1, Nothing));
    }

    private Gen<byte[]> Body(string type, ApiContent content) =>
        type == JsonType ? Json(content) : Form(content).Select(Encoding.UTF8.GetBytes);

    private static Gen<(string? Type, byte[]? Body)> Typed(string type, Gen<byte[]> bodies) => bodies.Select(body => Pair(type, body));

    private static (string? Type, byte[]? Body) Pair(string? type, byte[]? body) => (type, body);

    private Gen<byte[]> Json(ApiContent content)
    {
        var example = content.Example ?? new JsonObject();
        var odd = Gen.Frequency((2, OddValues.Text.Select(OddValues.Quote)), (1, OddValues.Json));
        var spoilt = Gen.Select(Gen.Int[0, Count(example)], odd, (at, odd) => Write(example, ref at, odd));
        var shaped = Of(content.Schema);
        var text = Gen.Frequency((6, spoilt), (5, shaped), (1, OddValues.Json));
        return Gen.Frequency(
            (9, text.Select(body => Encoding.UTF8.GetBytes(body))),
            (1, Gen.Select(text, Gen.Int[0, 200], (body, length) => Encoding.UTF8.GetBytes(body)[..Math.Min(length, body.Length)])),
            (1, Gen.Select(text, Gen.Int[0, 200], Gen.Byte.Array[1, 4], Spliced)),
            (1, Gen.Byte.Array[0, 200]));
    }

    private Gen<string> Form(ApiContent content) =>
        Joined(Members(document.Resolve(content.Schema)).Select(member => QueryValue(member.Key))).Select(form => form.TrimStart('&'));

    // Mostly of the right type, so that what is looked at later is reached.
    private Gen<string> Of(JsonNode? reference)
    {
        var schema = document.Resolve(reference);
        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices) return Gen.OneOf([.. choices.Select(Of)]);
        var types = schema["type"] switch { JsonArray many => many.Select(type => (string?)type), var one => [(string?)one] };
        var right = types.FirstOrDefault(type => type != "null") switch
        {
            "object" => ObjectOf(schema),
            "array" => Of(schema["items"]).Array[0, 4].Select(items => $"[{string.Join(',', items)}]"),
            "boolean" => Gen.OneOf("true", "false"),
            _ => OddValues.Text.Select(OddValues.Quote),
        };
        return Gen.Frequency((20, right), (1, OddValues.Json));
    }

    private Gen<string> ObjectOf(JsonObject schema)
    {
        var required = (schema["required"]?.AsArray() ?? []).Select(name => (string)name!).ToHashSet();
        var known = Members(schema).Select(member => MemberOf(member.Key, Of(member.Value), required.Contains(member.Key) ? 1 : 10));
        var unknown = Gen.Select(OddValues.Text, OddValues.Json, (name, value) => $",{OddValues.Quote(name)}:{value}");
        return Joined(known.Append(Gen.Frequency((19, Gen.Const("")), (1, unknown)))).Select(members => $"{{{members.TrimStart(',')}}}");
    }

    private static Gen<string> MemberOf(string name, Gen<string> value, int absent) => Gen.Frequency(
        (absent, Gen.Const("")),
        (18, value.Select(text => $",\"{name}\":{text}")),
        (1, value.Select(text => $",\"{name}\":null,\"{name}\":{text}")));

    private static JsonObject Members(JsonObject schema) => schema["properties"]?.AsObject() ?? [];

    private static Gen<string> Joined(IEnumerable<Gen<string>> parts) =>
        parts.Aggregate(Gen.Const(""), (all, part) => Gen.Select(all, part, (before, text) => before + text));

    private static byte[] Spliced(string text, int at, byte[] bytes)
    {
        var body = Encoding.UTF8.GetBytes(text);
        var place = Math.Min(at, body.Length);
        return [.. body[..place], .. bytes, .. body[place..]];
    }

    private static int Count(JsonNode? node) => 1 + node switch
    {
        JsonObject members => members.Sum(member => Count(member.Value)),
        JsonArray items => items.Sum(Count),
        _ => 0,
    };

    // The JSON of a node; the one of the nodes in it that is at this place, counted from outside in, is replaced by other JSON.
    private static string Write(JsonNode? node, ref int at, string replacement)
    {
        if (at-- == 0) return replacement;
        var parts = new List<string>();
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members) parts.Add($"{OddValues.Quote(name)}:{Write(value, ref at, replacement)}");
                return $"{{{string.Join(',', parts)}}}";
            case JsonArray items:
                foreach (var item in items) parts.Add(Write(item, ref at, replacement));
                return $"[{string.Join(',', parts)}]";
            default:
                return node?.ToJsonString() ?? "null";
        }
    }
}
