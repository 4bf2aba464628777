using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace AuthServe.Gateway.Security;

/// <summary>
/// Learns who sends from the proxies in front, if any are trusted to say it. The scheme is never learned from a header: it is the issuer's
/// (<see cref="PublicScheme"/>).
/// </summary>
internal static partial class TrustedProxies
{
    /// <summary>
    /// Takes the right-most address in <c>X-Forwarded-For</c> that is no trusted proxy's for the client's; what stands left of it, anybody can
    /// have written. Without trusted proxies the header is not looked at.
    /// </summary>
    public static void UseTrustedProxies(this IApplicationBuilder app)
    {
        var gateway = app.ApplicationServices.GetRequiredService<IOptions<GatewayOptions>>().Value;
        var proxies = gateway.TrustedProxies;
        if (proxies.Count == 0)
        {
            if (gateway.Issuer.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
                LogNoProxy(app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(TrustedProxies)));
            return;
        }

        var headers = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        foreach (var text in proxies)
        {
            if (TryParse(text, out var network)) headers.KnownIPNetworks.Add(network.Value);
        }

        app.UseForwardedHeaders(headers);
    }

    /// <summary>
    /// Reads an IP address or a network in CIDR notation (RFC 4632), which must begin with the network's own address: in <c>10.0.0.1/8</c>, one
    /// of both is mistyped, and reading it as a network trusts more than was meant.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPNetwork? network)
    {
        network = null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!TryParseAddress(slash < 0 ? text : text[..slash], out var address)) return false;
        if (slash < 0) network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        else if (IPNetwork.TryParse(text, out var parsed) && parsed.BaseAddress.Equals(address)) network = parsed;
        return network is not null;
    }

    // Else "1" were an address, too.
    private static bool TryParseAddress(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address) && (text.Contains(':', StringComparison.Ordinal) || text.Count(character => character == '.') == 3);

    [LoggerMessage(1, LogLevel.Warning, "The issuer is https and no proxy is trusted: if TLS ends in a proxy in front, all its clients count as one. Set AuthServe:Gateway:TrustedProxies.")]
    private static partial void LogNoProxy(ILogger logger);
}
