using System.Net;
using System.Net.Sockets;

namespace AuthServe.Gateway.Limits;

/// <summary>Who sends, as far as the network tells.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 64 / 8;

    /// <summary>
    /// Names the sender: an IPv4 address, or the /64 of an IPv6 address, which is what one subscriber has (RFC 6177); all who come without
    /// an address are one.
    /// </summary>
    public static string Of(HttpContext context) => context.Connection.RemoteIpAddress is { } address ? NameOf(address) : "";

    /// <summary>Names the sender that has this address.</summary>
    public static string NameOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, NetworkBytes))
            : address.ToString();
    }
}
