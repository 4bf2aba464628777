using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AuthServe.Grains.Audit;

/// <summary>
/// JSON in the one form that is hashed: RFC 8785. Of numbers it knows integers up to 2^53 - 1; no log has others.
/// </summary>
internal static class CanonicalJson
{
    private const long LargestExact = (1L << 53) - 1;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Appends JSON text in canonical form; <c>null</c> for none.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    /// <exception cref="FormatException">It has a number that is not known here.</exception>
    public static StringBuilder AppendJson(this StringBuilder json, string? text)
    {
        if (text is null) return json.Append("null");
        using var document = JsonDocument.Parse(text, Strict);
        return json.AppendValue(document.RootElement);
    }

    /// <summary>Appends a string; <c>null</c> for none.</summary>
    public static StringBuilder AppendString(this StringBuilder json, string? text)
    {
        if (text is null) return json.Append("null");
        json.Append('"');
        foreach (var character in text) json.AppendCharacter(character);
        return json.Append('"');
    }

    private static StringBuilder AppendValue(this StringBuilder json, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => json.AppendObject(value),
        JsonValueKind.Array => json.AppendArray(value),
        JsonValueKind.String => json.AppendString(value.GetString()),
        JsonValueKind.Number => json.AppendNumber(value),
        JsonValueKind.True => json.Append("true"),
        JsonValueKind.False => json.Append("false"),
        _ => json.Append("null"),
    };

    private static StringBuilder AppendObject(this StringBuilder json, JsonElement value)
    {
        json.Append('{');
        foreach (var (at, member) in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Index())
        {
            if (at > 0) json.Append(',');
            json.AppendString(member.Name).Append(':').AppendValue(member.Value);
        }

        return json.Append('}');
    }

    private static StringBuilder AppendArray(this StringBuilder json, JsonElement value)
    {
        json.Append('[');
        foreach (var (at, item) in value.EnumerateArray().Index())
        {
            if (at > 0) json.Append(',');
            json.AppendValue(item);
        }

        return json.Append(']');
    }

    private static StringBuilder AppendNumber(this StringBuilder json, JsonElement value) =>
        value.TryGetInt64(out var number) && Math.Abs(number) <= LargestExact
            ? json.Append(CultureInfo.InvariantCulture, $"{number}")
            : throw new FormatException("Only integers have a canonical form here.");

    // RFC 8785, section 3.2.2.2.
    private static void AppendCharacter(this StringBuilder json, char character) => _ = character switch
    {
        '"' => json.Append("\\\""),
        '\\' => json.Append("\\\\"),
        '\b' => json.Append("\\b"),
        '\t' => json.Append("\\t"),
        '\n' => json.Append("\\n"),
        '\f' => json.Append("\\f"),
        '\r' => json.Append("\\r"),
        < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
        _ => json.Append(character),
    };
}
