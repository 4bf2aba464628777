using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Messaging;
using OrleansGatewayOptions = Orleans.Configuration.GatewayOptions;

namespace AuthServe.Gateway.Silos;

/// <summary>
/// Tells the Orleans client where the silos' gateway ports are, by configuration. Names are resolved each time the client asks, so
/// silos may come and go behind a DNS name.
/// </summary>
internal sealed partial class SiloList(
    IOptions<GatewayOptions> options, IOptions<OrleansGatewayOptions> client, ILogger<SiloList> logger) : IGatewayListProvider
{
    // The client closes connections to what is not listed: a name server that is away must not cut it off from silos that are not.
    private readonly ConcurrentDictionary<string, IPAddress[]> _lastKnown = new(StringComparer.Ordinal);

    public TimeSpan MaxStaleness => client.Value.GatewayListRefreshPeriod;

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public async Task<IList<Uri>> GetGateways()
    {
        var resolved = await Task.WhenAll(options.Value.Silos.Select(ResolveAsync));
        return [.. resolved.SelectMany(gateways => gateways).Distinct()];
    }

    private async Task<IEnumerable<Uri>> ResolveAsync(string text)
    {
        if (!SiloEndpoint.TryParse(text, out var endpoint)) return [];
        var addresses = IPAddress.TryParse(endpoint.Host, out var literal) ? [literal] : await ResolveNameAsync(endpoint.Host);
        return addresses.Select(address => new IPEndPoint(address, endpoint.Port).ToGatewayUri());
    }

    private async Task<IPAddress[]> ResolveNameAsync(string name)
    {
        try
        {
            return _lastKnown[name] = await Dns.GetHostAddressesAsync(name);
        }
        catch (SocketException exception)
        {
            LogUnresolved(name, exception.SocketErrorCode);
            return _lastKnown.GetValueOrDefault(name, []);
        }
    }
}
