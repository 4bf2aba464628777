using System.Buffers;
using System.Text.Json;
using AuthServe.Gateway.Input;

namespace AuthServe.Gateway.Access;

/// <summary>
/// Reads the body of a search by the rules for a check: unknown members are ignored, what is missing or of the wrong type is refused. A
/// member that is given twice is refused wherever it is (I-JSON, RFC 7493, section 2.3).
/// </summary>
internal static class SearchParser
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>What a body asks for.</summary>
    /// <param name="body">UTF-8.</param>
    /// <param name="kind">What is searched for.</param>
    public static AskedSearch Parse(ReadOnlySequence<byte> body, SearchKind kind)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Options);
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? Read(document.RootElement, kind)
                : throw new JsonException();
        }
        catch (FlawException flaw)
        {
            return AskedSearch.Flawed(kind, flaw.Message);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The reader throws the second for text that is not well-formed Unicode.
            return AskedSearch.Flawed(kind, "The body must be one JSON object in UTF-8, each member once.");
        }
    }

    private static AskedSearch Read(JsonElement body, SearchKind kind)
    {
        var subject = ReadEntity(body, "subject", hasId: kind is not SearchKind.Subject);
        var action = kind is SearchKind.Action ? "" : RequireText(RequireObject(body, "action"), "action", "name");
        var resource = ReadEntity(body, "resource", hasId: kind is not SearchKind.Resource);
        var revision = ReadMinRevision(body);
        if (Find(body, "page") is not { } page) return new(kind, subject, action, resource, Token: null, Limit: null, revision);

        if (page.ValueKind is not JsonValueKind.Object) throw new FlawException("page must be an object.");
        return new(kind, subject, action, resource, ReadToken(page), ReadLimit(page), revision);
    }

    private static Entity ReadEntity(JsonElement body, string name, bool hasId)
    {
        var entity = RequireObject(body, name);
        return new(RequireText(entity, name, "type"), hasId ? RequireText(entity, name, "id") : "");
    }

    private static JsonElement RequireObject(JsonElement body, string name)
    {
        if (Find(body, name) is not { } found) throw new FlawException($"{name} is required.");
        return found.ValueKind is JsonValueKind.Object ? found : throw new FlawException($"{name} must be an object.");
    }

    private static string RequireText(JsonElement entity, string name, string member) =>
        Find(entity, member) is { ValueKind: JsonValueKind.String } text
            ? text.GetString()!
            : throw new FlawException($"{name}.{member} is required and must be a string.");

    private static long ReadMinRevision(JsonElement body)
    {
        if (Find(body, "context") is not { ValueKind: JsonValueKind.Object } context) return 0;
        if (!context.TryGetProperty(Revisions.MinRevision, out var text)) return 0;
        return text.ValueKind is JsonValueKind.Number && text.TryGetInt64(out var revision) && revision >= 0
            ? revision
            : throw new FlawException(ContextParser.WrongRevision);
    }

    private static string? ReadToken(JsonElement page)
    {
        if (Find(page, "token") is not { } token) return null;
        if (token.ValueKind is not JsonValueKind.String) throw new FlawException("page.token must be a string.");
        return token.GetString() is { Length: > 0 } text ? text : null;
    }

    private static int? ReadLimit(JsonElement page)
    {
        if (Find(page, "limit") is not { } limit) return null;
        var isCount = limit.ValueKind is JsonValueKind.Number && limit.TryGetInt64(out var count) && count >= 0;
        return isCount ? (int)Math.Min(limit.GetInt64(), int.MaxValue) : throw new FlawException("page.limit must be a whole number from 0.");
    }

    // A member that is null is one that is not there (AuthZEN, section 11.5).
    private static JsonElement? Find(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var found) && found.ValueKind is not JsonValueKind.Null ? found : null;

    private sealed class FlawException(string flaw) : Exception(flaw);
}
