using System.Net;
using System.Text.RegularExpressions;

namespace AuthServe.Gateway.Tests.Pages;

/// <summary>Reads the tags of a page, which is as strict as XML with its attributes: always quoted, or without a value.</summary>
internal static partial class Html
{
    /// <summary>The start tags, in order: name, and attributes by name with their text.</summary>
    public static IReadOnlyList<(string Name, Dictionary<string, string> Attributes)> Tags(string html) =>
    [
        .. Tag().Matches(html).Select(tag => (
            tag.Groups["name"].Value,
            Attribute().Matches(tag.Groups["rest"].Value).ToDictionary(
                attribute => attribute.Groups["name"].Value, attribute => WebUtility.HtmlDecode(attribute.Groups["value"].Value)))),
    ];

    /// <summary>The value of the field with this name.</summary>
    public static string Value(string html, string field) =>
        Tags(html).First(tag => tag.Name == "input" && tag.Attributes["name"] == field).Attributes["value"];

    [GeneratedRegex("<(?<name>[a-zA-Z][a-zA-Z0-9]*)(?<rest>(?:\\s+[\\w:-]+(?:=\"[^\"]*\")?)*)\\s*/?>")]
    private static partial Regex Tag();

    [GeneratedRegex("(?<name>[\\w:-]+)(?:=\"(?<value>[^\"]*)\")?")]
    private static partial Regex Attribute();
}
