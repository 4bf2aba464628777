using System.Diagnostics;

namespace AuthServe.Faults.Running;

/// <summary>
/// A network of its own for each silo, so that they can be cut off from each other, from the database and from the gateways. Database
/// and gateways are in the network of the tests, by one address each. Needs root.
/// </summary>
internal sealed class Network : IAsyncDisposable
{
    public const string Database = "10.231.0.1";
    public const string Gateways = "10.231.0.2";
    private const string Bridge = "authserve-net";
    private const string Nowhere = "02:00:00:00:00:ff";
    private readonly int _silos;

    private Network(int silos) => _silos = silos;

    /// <summary>Whether this machine lets us make networks.</summary>
    public static bool IsAvailable { get; } = Environment.IsPrivilegedProcess && File.Exists("/sbin/ip") && Directory.Exists("/proc/self/ns");

    public static string AddressOf(int silo) => $"10.231.0.{11 + silo}";

    /// <summary>What starts a program in the network of a silo.</summary>
    public static string[] Enter(int silo) => ["ip", "netns", "exec", NameOf(silo)];

    public static async Task<Network> CreateAsync(int silos)
    {
        var network = new Network(silos);
        await network.DisposeAsync();
        await RunAsync($"link add {Bridge} type bridge");
        await RunAsync($"addr add {Database}/24 dev {Bridge}");
        await RunAsync($"addr add {Gateways}/24 dev {Bridge}");
        await RunAsync($"link set {Bridge} up");
        // Gateways come from their address without being told to.
        await RunAsync($"route change 10.231.0.0/24 dev {Bridge} src {Gateways}");
        for (var silo = 0; silo < silos; silo++)
        {
            var (name, near) = (NameOf(silo), $"authserve-v{silo}");
            await RunAsync($"netns add {name}");
            await RunAsync($"link add {near} type veth peer name eth0 netns {name}");
            await RunAsync($"link set {near} master {Bridge} up");
            await RunAsync($"-n {name} addr add {AddressOf(silo)}/24 dev eth0");
            await RunAsync($"-n {name} link set eth0 up");
            await RunAsync($"-n {name} link set lo up");
        }

        return network;
    }

    /// <summary>From now on nothing that the silo sends to these addresses arrives. What they send to it still does.</summary>
    public static async Task CutAsync(int silo, params IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
            await RunAsync($"-n {NameOf(silo)} neigh replace {address} lladdr {Nowhere} dev eth0 nud permanent");
    }

    /// <summary>Everything that the silo sends arrives again.</summary>
    public static async Task MendAsync(int silo, params IEnumerable<string> addresses)
    {
        foreach (var address in addresses) await RunAsync($"-n {NameOf(silo)} neigh del {address} dev eth0", mayFail: true);
    }

    public async ValueTask DisposeAsync()
    {
        for (var silo = 0; silo < _silos; silo++)
        {
            await RunAsync($"link del authserve-v{silo}", mayFail: true);
            await RunAsync($"netns del {NameOf(silo)}", mayFail: true);
        }

        await RunAsync($"link del {Bridge}", mayFail: true);
    }

    private static string NameOf(int silo) => $"authserve-silo{silo}";

    private static async Task RunAsync(string arguments, bool mayFail = false)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = await ip.StandardError.ReadToEndAsync();
        await ip.WaitForExitAsync();
        if (ip.ExitCode != 0 && !mayFail) throw new InvalidOperationException($"ip {arguments}: {error}");
    }
}
