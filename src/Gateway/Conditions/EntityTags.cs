using System.Collections.Immutable;
using AuthServe.Gateway.Input;
using AuthServe.Gateway.Problems;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace AuthServe.Gateway.Conditions;

/// <summary>Reads and writes entity tags (RFC 9110, section 8.8.3).</summary>
internal static class EntityTags
{
    private const string Allowed = "It must be * or a list of entity tags, such as \"Zm9v\".";

    /// <summary>Says which state of the resource an answer has.</summary>
    public static void SetTag(this HttpResponse response, string tag) => response.Headers.ETag = Quoted(tag);

    /// <summary>Whether If-None-Match names the tag, by weak comparison (RFC 9110, section 13.1.2); or what is wrong with it.</summary>
    public static bool IsKnown(HttpRequest request, string tag, out Problem? problem)
    {
        problem = null;
        var header = request.Headers.IfNoneMatch;
        if (header.Count == 0) return false;
        if (!TryParse(HeaderNames.IfNoneMatch, header, out var tags, out problem)) return false;
        var quoted = Quoted(tag);
        return tags.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Tag.Equals(quoted, StringComparison.Ordinal));
    }

    /// <summary>
    /// The tags that If-Match names, by strong comparison (RFC 9110, section 13.1.1): weak ones match nothing. Null stands for any state.
    /// False with what is wrong with it.
    /// </summary>
    public static bool TryReadIfMatch(HttpRequest request, out ImmutableArray<string>? tags, out Problem? problem)
    {
        tags = null;
        if (!TryParse(HeaderNames.IfMatch, request.Headers.IfMatch, out var parsed, out problem)) return false;
        if (!parsed[0].Equals(EntityTagHeaderValue.Any)) tags = [.. parsed.Where(tag => !tag.IsWeak).Select(tag => tag.Tag.Value![1..^1])];
        return true;
    }

    private static bool TryParse(string name, StringValues header, out IList<EntityTagHeaderValue> tags, out Problem? problem)
    {
        var fields = new Fields();
        var isList = EntityTagHeaderValue.TryParseStrictList([.. header.OfType<string>()], out var parsed) && parsed.Count > 0;
        if (!isList || (parsed!.Count > 1 && parsed.Contains(EntityTagHeaderValue.Any))) fields.Refuse(name, Allowed);
        tags = parsed ?? [];
        return fields.AreValid(out problem);
    }

    private static string Quoted(string tag) => $"\"{tag}\"";
}
