using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace AuthServe.GrainInterfaces.Clients;

/// <summary>
/// Where an authorization server may send a browser back to. Redirect URIs are kept and compared exactly as they are given (RFC 9700,
/// section 2.1), so what another parser could read in another way is refused.
/// </summary>
public static partial class RedirectUri
{
    /// <summary>The longest one, in characters.</summary>
    public const int MaxLength = 2_000;

    /// <summary>Says what a redirect URI may be, for an error message.</summary>
    public const string Allowed =
        "an absolute URI of at most 2000 ASCII characters without fragment, wildcard, user name or dot segments: https://, http:// only "
        + "for localhost, 127.0.0.1 and [::1], or, for a public client, a scheme of its own that is a domain name in reverse, such as "
        + "com.example.app:/callback";

    // RFC 3986, section 2: all but '#', which begins a fragment, and '*', which people take for a wildcard.
    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?[]@!$&'()+,;=%");

    /// <summary>Whether a client of that kind may have it.</summary>
    /// <param name="text">As it is given.</param>
    /// <param name="isConfidential">A confidential client runs on a server, and has no scheme of its own (RFC 8252, section 7.1).</param>
    public static bool IsAllowed(string? text, bool isConfidential)
    {
        if (text is null or { Length: 0 or > MaxLength } || text.AsSpan().ContainsAnyExcept(Characters)) return false;
        if (MalformedEscape().IsMatch(text)) return false;

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return false;
        var (scheme, rest) = (text[..colon], text[(colon + 1)..]);
        var hasAuthority = rest.StartsWith("//", StringComparison.Ordinal);
        var authority = hasAuthority ? UpTo(rest[2..], "/?") : "";
        if (HasDotSegment(UpTo(rest, "?"))) return false;

        return scheme switch
        {
            "https" => hasAuthority && IsHost(authority),
            "http" => hasAuthority && IsHost(authority) && IsLoopback(authority),
            _ => !isConfidential && ReverseDomain().IsMatch(scheme) && rest.StartsWith('/') && (authority.Length == 0 || IsHost(authority)),
        };
    }

    private static bool IsHost(string authority)
    {
        var (host, port) = Split(authority);
        if (port is not null && !IsPort(port)) return false;
        if (host.StartsWith('['))
        {
            return host.EndsWith(']') && !host.Contains('%', StringComparison.Ordinal)
                && IPAddress.TryParse(host[1..^1], out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
        }

        return host.Length <= 253 && HostName().IsMatch(host);
    }

    private static bool IsLoopback(string authority) => Split(authority).Host is "localhost" or "127.0.0.1" or "[::1]";

    private static (string Host, string? Port) Split(string authority)
    {
        var colon = authority.LastIndexOf(':');
        return colon <= authority.LastIndexOf(']') ? (authority, null) : (authority[..colon], authority[(colon + 1)..]);
    }

    private static bool IsPort(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;

    // Browsers resolve them, also when they are escaped (WHATWG URL, section 4.1).
    private static bool HasDotSegment(string path) =>
        path.Split('/').Any(segment => segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..");

    private static string UpTo(string text, string delimiters)
    {
        var end = text.AsSpan().IndexOfAny(delimiters);
        return end < 0 ? text : text[..end];
    }

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})", RegexOptions.CultureInvariant)]
    private static partial Regex MalformedEscape();

    [GeneratedRegex("^[a-z][a-z0-9-]*(\\.[a-z0-9-]+)+\\z", RegexOptions.CultureInvariant)]
    private static partial Regex ReverseDomain();

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex HostName();
}
