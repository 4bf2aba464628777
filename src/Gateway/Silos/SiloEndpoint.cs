using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace AuthServe.Gateway.Silos;

/// <summary>Reads <c>host:port</c>: an IPv4 address, an IPv6 address in brackets, or a DNS name, and a port.</summary>
internal static class SiloEndpoint
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out DnsEndPoint? endpoint)
    {
        endpoint = null;
        var colon = text?.LastIndexOf(':') ?? -1;
        if (text is null || colon < 1) return false;
        var isPort = ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        if (!isPort || port == 0) return false;

        var host = text[..colon];
        if (Uri.CheckHostName(host) is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6)) return false;
        if (host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[')) return false;
        endpoint = new DnsEndPoint(host.Trim('[', ']'), port);
        return true;
    }
}
