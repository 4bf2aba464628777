using System.Text.RegularExpressions;

namespace AuthServe.Gateway.Input;

/// <summary>DNS names in preferred syntax (RFC 1034, section 3.5), lower case.</summary>
internal static partial class DomainName
{
    /// <summary>Says what a domain may be, for an error message.</summary>
    public const string Allowed = "a DNS name of at most 253 lower-case ASCII characters, such as example.com";

    public static bool IsValid(string text) => text.Length <= 253 && Pattern().IsMatch(text);

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
