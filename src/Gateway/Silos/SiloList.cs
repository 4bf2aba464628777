using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Messaging;

namespace AuthServe.Gateway.Silos;

/// <summary>
/// Tells the Orleans client where the silos' gateway ports are: those of the configuration, and those that a connected silo has told of. Names
/// are resolved each time the client asks, so silos may come and go behind a DNS name.
/// </summary>
internal sealed partial class SiloList(IOptions<GatewayOptions> options, LearntSilos learnt, ILogger<SiloList> logger) : IGatewayListProvider
{
    private static readonly TimeSpan SkipFor = TimeSpan.FromSeconds(5);

    // The client closes connections to what is not listed: a name server that is away must not cut it off from silos that are not.
    private readonly ConcurrentDictionary<string, IPAddress[]> _lastKnown = new(StringComparer.Ordinal);

    /// <summary>For how long the client leaves out a silo that refused a connection, or said that it stops.</summary>
    public TimeSpan MaxStaleness => SkipFor;

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public async Task<IList<Uri>> GetGateways()
    {
        var configured = await Task.WhenAll(options.Value.Silos.Select(ResolveAsync));

        // A host that vanished without a word leaves a connection in which calls disappear. The client closes it when the silo is not listed.
        var living = configured.SelectMany(silos => silos).Where(silo => !learnt.IsDead(silo));
        return [.. living.Concat(learnt.Serving).Distinct().Select(silo => silo.ToGatewayUri())];
    }

    private async Task<IEnumerable<IPEndPoint>> ResolveAsync(string text)
    {
        if (!SiloEndpoint.TryParse(text, out var endpoint)) return [];
        var addresses = IPAddress.TryParse(endpoint.Host, out var literal) ? [literal] : await ResolveNameAsync(endpoint.Host);
        return addresses.Select(address => new IPEndPoint(address, endpoint.Port));
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
