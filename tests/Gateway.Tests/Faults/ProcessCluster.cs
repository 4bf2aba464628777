using System.Net;
using AuthServe.Support.Processes;
using AuthServe.Support.Storage;
using Xunit;

namespace AuthServe.Gateway.Tests.Faults;

/// <summary>Silos and gateways as processes of their own on one PostgreSQL database, as they are shipped.</summary>
public sealed class ProcessCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestDatabase _database;
    private readonly string _drainTime;
    private readonly List<Member> _silos = [];
    private readonly List<Member> _gateways = [];

    private ProcessCluster(TestDatabase database, string drainTime) => (_database, _drainTime) = (database, drainTime);

    public int Silos => _silos.Count;

    public int Gateways => _gateways.Count;

    /// <summary>Starts that many of each. The gateways are told of the first silos only.</summary>
    public static async Task<ProcessCluster> StartAsync(int silos, int gateways, int toldOf, string drainTime = "00:00:01")
    {
        var cluster = new ProcessCluster(await TestDatabase.CreateAsync(StorageEngine.Postgres), drainTime);
        for (var silo = 0; silo < silos; silo++) await cluster.AddSiloAsync();
        for (var gateway = 0; gateway < gateways; gateway++) await cluster.AddGatewayAsync(toldOf);
        return cluster;
    }

    public HttpClient Http(int gateway) => _gateways[gateway].Http!;

    public async Task AddSiloAsync()
    {
        var gatewayPort = FreePort.Next();
        var settings = new Dictionary<string, string?>(_database.Settings)
        {
            ["Silo:SiloPort"] = $"{FreePort.Next()}",
            ["Silo:GatewayPort"] = $"{gatewayPort}",
        };
        var silo = new Member(gatewayPort, () => ProgramProcess.StartSilo(settings), null);
        _silos.Add(silo);
        await SiloReadyAsync(silo);
    }

    /// <summary>Ends a silo as a power cut would.</summary>
    public Task KillSiloAsync(int silo) => _silos[silo].Process.KillAsync();

    /// <summary>Stops a silo in its tracks; its connections stay open.</summary>
    public Task FreezeSiloAsync(int silo) => _silos[silo].Process.SignalAsync("STOP");

    public Task ThawSiloAsync(int silo) => _silos[silo].Process.SignalAsync("CONT");

    /// <summary>Tells a silo to stop, waits until it has and starts it again.</summary>
    public async Task RestartSiloAsync(int silo)
    {
        await _silos[silo].RestartAsync();
        await SiloReadyAsync(_silos[silo]);
    }

    /// <summary>Tells a gateway to stop, waits until it has and starts it again.</summary>
    public async Task RestartGatewayAsync(int gateway)
    {
        await _gateways[gateway].RestartAsync();
        await ReadyAsync(gateway, HttpStatusCode.OK);
    }

    /// <summary>Returns once a gateway says that it knows that many silos, others than before.</summary>
    public async Task GatewayKnowsAsync(int gateway, int silos) =>
        Assert.True(await _gateways[gateway].Process.ReadUntilAsync($"other silos than before, {silos} now").WaitAsync(Patience), "The gateway ended.");

    public Task SignalGatewayAsync(int gateway, string signal) => _gateways[gateway].Process.SignalAsync(signal);

    /// <summary>Returns a gateway's exit code when it has ended.</summary>
    public async Task<int> GatewayExitAsync(int gateway) => (await _gateways[gateway].Process.WaitAsync().WaitAsync(Patience)).ExitCode;

    /// <summary>Returns once a gateway says that it is ready, or with another status that it is not.</summary>
    public async Task ReadyAsync(int gateway, HttpStatusCode status)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using var answer = await Http(gateway).GetAsync(new Uri("/health/ready", UriKind.Relative), patience.Token);
                if (answer.StatusCode == status) return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _gateways.Concat(_silos)) member.Dispose();
        await _database.DisposeAsync();
    }

    private async Task AddGatewayAsync(int toldOf)
    {
        var port = FreePort.Next();
        var settings = _silos.Take(toldOf)
            .Select((silo, index) => KeyValuePair.Create<string, string?>($"Gateway:Silos:{index}", $"127.0.0.1:{silo.Port}"))
            .Append(new("Gateway:DrainTime", _drainTime))
            .ToArray();
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        var http = new HttpClient(handler) { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = Patience };
        _gateways.Add(new Member(port, () => ProgramProcess.StartGateway(port, settings), http));
        await ReadyAsync(_gateways.Count - 1, HttpStatusCode.OK);
    }

    private static async Task SiloReadyAsync(Member silo) =>
        Assert.True(await silo.Process.ReadUntilAsync("AuthServe silo ready").WaitAsync(Patience), "The silo ended.");

    private sealed class Member(int port, Func<ProgramProcess> start, HttpClient? http) : IDisposable
    {
        public int Port => port;

        public HttpClient? Http => http;

        public ProgramProcess Process { get; private set; } = start();

        public async Task RestartAsync()
        {
            await Process.SignalAsync("TERM");
            Assert.Equal(0, (await Process.WaitAsync().WaitAsync(Patience)).ExitCode);
            Process.Dispose();
            Process = start();
        }

        public void Dispose()
        {
            http?.Dispose();
            Process.Dispose();
        }
    }
}
