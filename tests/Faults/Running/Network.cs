using System.Diagnostics;

namespace AuthServe.Faults.Running;

/// <summary>
/// A network of its own for each silo and gateway, a <em>node</em>, so that they can be cut off from each other and from the database.
/// That and the clients are in the network of the tests, by one address each. Several can be there at once. Needs root.
/// </summary>
internal sealed class Network : IAsyncDisposable
{
    private const int Most = 32;
    private const string Nowhere = "02:00:00:00:00:ff";
    private readonly int _number;
    private readonly FileStream _claim;
    private readonly int _nodes;

    private Network(int number, FileStream claim, int nodes) => (_number, _claim, _nodes) = (number, claim, nodes);

    /// <summary>Whether this machine lets us make networks.</summary>
    public static bool IsAvailable { get; } = Environment.IsPrivilegedProcess && File.Exists("/sbin/ip") && Directory.Exists("/proc/self/ns");

    /// <summary>The addresses of all networks.</summary>
    public static string All => "10.231.0.0/16";

    public string Database => $"10.231.{_number}.1";

    public string Clients => $"10.231.{_number}.2";

    private string Bridge => $"authserve-n{_number}";

    public static async Task<Network> CreateAsync(int nodes)
    {
        var network = Claim(nodes);
        await network.RemoveAsync();
        await RunAsync($"link add {network.Bridge} type bridge");
        await RunAsync($"addr add {network.Database}/24 dev {network.Bridge}");
        await RunAsync($"addr add {network.Clients}/24 dev {network.Bridge}");
        await RunAsync($"link set {network.Bridge} up");
        // Clients come from their address without being told to.
        await RunAsync($"route change 10.231.{network._number}.0/24 dev {network.Bridge} src {network.Clients}");
        for (var node = 0; node < nodes; node++)
        {
            var (name, near) = (network.NameOf(node), network.LinkTo(node));
            await RunAsync($"netns add {name}");
            await RunAsync($"link add {near} type veth peer name eth0 netns {name}");
            await RunAsync($"link set {near} master {network.Bridge} up");
            await RunAsync($"-n {name} addr add {network.AddressOf(node)}/24 dev eth0");
            await RunAsync($"-n {name} link set eth0 up");
            await RunAsync($"-n {name} link set lo up");
        }

        return network;
    }

    public string AddressOf(int node) => $"10.231.{_number}.{11 + node}";

    /// <summary>What starts a program in the network of a node.</summary>
    public string[] Enter(int node) => ["ip", "netns", "exec", NameOf(node)];

    /// <summary>From now on nothing that the node sends to this address arrives. What is sent to it from there still does.</summary>
    public Task CutAsync(int node, string address) =>
        RunAsync($"-n {NameOf(node)} neigh replace {address} lladdr {Nowhere} dev eth0 nud permanent");

    /// <summary>What the node sends to this address arrives again.</summary>
    public Task MendAsync(int node, string address) => RunAsync($"-n {NameOf(node)} neigh del {address} dev eth0", mayFail: true);

    public async ValueTask DisposeAsync()
    {
        await RemoveAsync();
        await _claim.DisposeAsync();
    }

    // Where only root may write, so that nobody else can put a link there. The system gives the file up when the process that holds it ends,
    // however it does; what that has left is removed by who comes next.
    private static Network Claim(int nodes)
    {
        for (var number = 0; number < Most; number++)
        {
            try
            {
                return new(number, File.Open($"/run/authserve-network-{number}", FileMode.Create, FileAccess.Write, FileShare.None), nodes);
            }
            catch (IOException)
            {
                // Another cluster's.
            }
        }

        throw new InvalidOperationException($"All {Most} networks are in use.");
    }

    private async Task RemoveAsync()
    {
        for (var node = 0; node < _nodes; node++)
        {
            await RunAsync($"link del {LinkTo(node)}", mayFail: true);
            await RunAsync($"netns del {NameOf(node)}", mayFail: true);
        }

        await RunAsync($"link del {Bridge}", mayFail: true);
    }

    private string NameOf(int node) => $"authserve-{_number}-{node}";

    private string LinkTo(int node) => $"authserve-{_number}v{node}";

    private static async Task RunAsync(string arguments, bool mayFail = false)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = await ip.StandardError.ReadToEndAsync();
        await ip.WaitForExitAsync();
        if (ip.ExitCode != 0 && !mayFail) throw new InvalidOperationException($"ip {arguments}: {error}");
    }
}
