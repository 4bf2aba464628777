using System.Diagnostics;

namespace AuthServe.Faults.Running;

/// <summary>
/// A network of its own for each silo and gateway, a <em>node</em>, so that they can be cut off from each other and from the database.
/// That and the clients are in the network of the tests, by one address each. Needs root.
/// </summary>
internal sealed class Network : IAsyncDisposable
{
    public const string Database = "10.231.0.1";
    public const string Clients = "10.231.0.2";
    private const string Bridge = "authserve-net";
    private const string Nowhere = "02:00:00:00:00:ff";
    private readonly int _nodes;

    private Network(int nodes) => _nodes = nodes;

    /// <summary>Whether this machine lets us make networks.</summary>
    public static bool IsAvailable { get; } = Environment.IsPrivilegedProcess && File.Exists("/sbin/ip") && Directory.Exists("/proc/self/ns");

    public static string AddressOf(int node) => $"10.231.0.{11 + node}";

    /// <summary>What starts a program in the network of a node.</summary>
    public static string[] Enter(int node) => ["ip", "netns", "exec", NameOf(node)];

    public static async Task<Network> CreateAsync(int nodes)
    {
        var network = new Network(nodes);
        await network.DisposeAsync();
        await RunAsync($"link add {Bridge} type bridge");
        await RunAsync($"addr add {Database}/24 dev {Bridge}");
        await RunAsync($"addr add {Clients}/24 dev {Bridge}");
        await RunAsync($"link set {Bridge} up");
        // Clients come from their address without being told to.
        await RunAsync($"route change 10.231.0.0/24 dev {Bridge} src {Clients}");
        for (var node = 0; node < nodes; node++)
        {
            var (name, near) = (NameOf(node), $"authserve-v{node}");
            await RunAsync($"netns add {name}");
            await RunAsync($"link add {near} type veth peer name eth0 netns {name}");
            await RunAsync($"link set {near} master {Bridge} up");
            await RunAsync($"-n {name} addr add {AddressOf(node)}/24 dev eth0");
            await RunAsync($"-n {name} link set eth0 up");
            await RunAsync($"-n {name} link set lo up");
        }

        return network;
    }

    /// <summary>From now on nothing that the node sends to these addresses arrives. What they send to it still does.</summary>
    public static async Task CutAsync(int node, params IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
            await RunAsync($"-n {NameOf(node)} neigh replace {address} lladdr {Nowhere} dev eth0 nud permanent");
    }

    /// <summary>Everything that the node sends arrives again.</summary>
    public static async Task MendAsync(int node, params IEnumerable<string> addresses)
    {
        foreach (var address in addresses) await RunAsync($"-n {NameOf(node)} neigh del {address} dev eth0", mayFail: true);
    }

    public async ValueTask DisposeAsync()
    {
        for (var node = 0; node < _nodes; node++)
        {
            await RunAsync($"link del authserve-v{node}", mayFail: true);
            await RunAsync($"netns del {NameOf(node)}", mayFail: true);
        }

        await RunAsync($"link del {Bridge}", mayFail: true);
    }

    private static string NameOf(int node) => $"authserve-node{node}";

    private static async Task RunAsync(string arguments, bool mayFail = false)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = await ip.StandardError.ReadToEndAsync();
        await ip.WaitForExitAsync();
        if (ip.ExitCode != 0 && !mayFail) throw new InvalidOperationException($"ip {arguments}: {error}");
    }
}
