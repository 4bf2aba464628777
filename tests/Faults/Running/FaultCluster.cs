using AuthServe.Support.Processes;
using AuthServe.Support.Storage;
using Npgsql;
using Xunit;

namespace AuthServe.Faults.Running;

/// <summary>How a cluster is started.</summary>
/// <param name="Outage">What silos do while the database is away.</param>
/// <param name="IsDelayed">Whether the way to the database can be made longer.</param>
/// <param name="MovesClocks">Whether the silos' time of day can be moved.</param>
/// <param name="SiloProgram">Which silo; the one that is shipped unless it is said.</param>
internal sealed record ClusterOptions(string Outage, bool IsDelayed = false, bool MovesClocks = false, string? SiloProgram = null);

/// <summary>PostgreSQL, silos and gateways, each a process that can be stopped, killed or cut off.</summary>
internal sealed class FaultCluster : IAsyncDisposable
{
    public const int Silos = 3;
    public const int Gateways = 2;
    private const int SiloPort = 11111;
    private const int GatewayPort = 30000;
    private const int HttpPort = 8000;

    // Where to keep what the processes say; not given, nowhere.
    private static readonly string? LogFolder = Environment.GetEnvironmentVariable("AUTHSERVE_FAULT_LOGS");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Network _network;
    private readonly ClusterOptions _options;
    private readonly FakeClocks _clocks = new();
    private readonly ProgramProcess?[] _silos = new ProgramProcess?[Silos];
    private readonly ProgramProcess?[] _gateways = new ProgramProcess?[Gateways];

    private FaultCluster(Network network, Database database, ClusterOptions options)
    {
        (_network, Database, _options) = (network, database, options);
        Cable = new(database.Port, Network.Database);
        Http = [.. Enumerable.Range(0, Gateways).Select(number => new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new($"http://{Network.AddressOf(GatewayNode(number))}:{HttpPort}"),
            Timeout = TimeSpan.FromSeconds(20),
        })];
    }

    public Database Database { get; }

    /// <summary>The silos' way to the database, when it can be made longer.</summary>
    public Cable Cable { get; }

    /// <summary>How many silos have ended by themselves.</summary>
    public int Ended { get; private set; }

    /// <summary>One for each gateway.</summary>
    public IReadOnlyList<HttpClient> Http { get; }

    public static async Task<FaultCluster> StartAsync(ClusterOptions options)
    {
        var network = await Network.CreateAsync(Silos + Gateways);
        var cluster = new FaultCluster(network, await Database.StartAsync(Network.Database), options);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Silos).Select(cluster.StartSiloAsync));
            await Task.WhenAll(Enumerable.Range(0, Gateways).Select(cluster.StartGatewayAsync));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The node that a gateway is on; a silo is on that of its own number.</summary>
    public static int GatewayNode(int number) => Silos + number;

    /// <summary>The process of a silo.</summary>
    public ProgramProcess Silo(int number) => _silos[number]!;

    /// <summary>Starts a silo, again if there was one, and returns when it is ready.</summary>
    public async Task StartSiloAsync(int number)
    {
        _silos[number]?.Dispose();
        var silo = ProgramProcess.StartWithin(
            Network.Enter(number), _options.SiloProgram ?? ProgramProcess.SiloProgram, SettingsOf(number), _options.MovesClocks ? _clocks.EnvironmentOf(number) : []);
        _silos[number] = silo;
        if (!await silo.ReadUntilAsync("AuthServe silo ready").WaitAsync(Patience))
        {
            var (errors, code) = await silo.WaitAsync();
            Assert.Fail($"Silo {number} did not start, but ended with {code}: {string.Join('\n', errors)}");
        }

        Drain(silo, $"silo{number}");
    }

    /// <summary>Starts a gateway, again if there was one, and returns when it is ready.</summary>
    public async Task StartGatewayAsync(int number)
    {
        _gateways[number]?.Dispose();
        var settings = new Dictionary<string, string?> { ["Tokens:AccessTokenLifetime"] = "12:00:00", ["RateLimits:Enabled"] = "false" };
        for (var silo = 0; silo < Silos; silo++) settings[$"Gateway:Silos:{silo}"] = $"{Network.AddressOf(silo)}:{GatewayPort}";
        var gateway = _gateways[number] = ProgramProcess.StartWithin(
            Network.Enter(GatewayNode(number)), ProgramProcess.GatewayProgram, settings, [KeyValuePair.Create("ASPNETCORE_URLS", $"http://*:{HttpPort}")]);
        Drain(gateway, $"gateway{number}");
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await IsReadyAsync(number))
        {
            Assert.False(gateway.HasExited, $"Gateway {number} did not start.");
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Kills every silo and starts it again.</summary>
    public async Task RestartAsync()
    {
        await Task.WhenAll(_silos.Select(silo => silo!.KillAsync()));
        await Task.WhenAll(Enumerable.Range(0, Silos).Select(StartSiloAsync));
    }

    /// <summary>Starts whatever has ended, as whoever runs a cluster does.</summary>
    public async Task SuperviseAsync()
    {
        for (var silo = 0; silo < Silos; silo++)
        {
            if (!_silos[silo]!.HasExited) continue;
            Ended++;
            await StartSiloAsync(silo);
        }
    }

    public Task KillGatewayAsync(int number) => _gateways[number]!.KillAsync();

    /// <summary>Stops each silo and each gateway in good order and starts it again, one after the other.</summary>
    public async Task RollAsync()
    {
        for (var silo = 0; silo < Silos; silo++)
        {
            await Silo(silo).SignalAsync("TERM");
            await Silo(silo).WaitAsync();
            await StartSiloAsync(silo);
        }

        for (var gateway = 0; gateway < Gateways; gateway++)
        {
            await _gateways[gateway]!.SignalAsync("TERM");
            await _gateways[gateway]!.WaitAsync();
            await StartGatewayAsync(gateway);
        }
    }

    /// <summary>Moves a silo's time of day.</summary>
    public void MoveClock(int silo, TimeSpan by) => _clocks.Move(silo, by);

    /// <summary>What differs between what is stored more than once, a line each.</summary>
    public async Task<string[]> VerifyAsync()
    {
        var settings = new Dictionary<string, string?>(Database.Settings) { ["Silo:AdvertisedAddress"] = Network.Clients };
        using var verification = ProgramProcess.StartVerification(settings);
        var found = await verification.ReadToEndAsync();
        var (errors, code) = await verification.WaitAsync();
        return code == 0 ? [] : [.. found.Concat(errors).Append($"exit code {code}").Select(line => $"R6: {line}")];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var http in Http) http.Dispose();
        foreach (var process in _silos.Concat(_gateways)) process?.Dispose();
        await Cable.DisposeAsync();
        await Database.DisposeAsync();
        await _network.DisposeAsync();
        _clocks.Dispose();
    }

    // What it says from now on would fill memory.
    private static void Drain(ProgramProcess process, string name) => _ = Task.Run(async () =>
    {
        await foreach (var line in process.ReadAsync())
        {
            if (LogFolder is not null) await File.AppendAllTextAsync(Path.Combine(LogFolder, name), line + "\n");
        }
    });

    private Dictionary<string, string?> SettingsOf(int silo)
    {
        var settings = new Dictionary<string, string?>(Database.Settings)
        {
            ["Silo:AdvertisedAddress"] = Network.AddressOf(silo),
            ["Silo:SiloPort"] = $"{SiloPort}",
            ["Silo:GatewayPort"] = $"{GatewayPort}",
            ["Storage:Outage"] = _options.Outage,
        };
        if (!_options.IsDelayed) return settings;
        settings["Storage:ConnectionString"] = new NpgsqlConnectionStringBuilder(settings["Storage:ConnectionString"]) { Port = Cable.Port }.ToString();
        return settings;
    }

    private async Task<bool> IsReadyAsync(int gateway)
    {
        try
        {
            using var ready = await Http[gateway].GetAsync(new Uri("/health/ready", UriKind.Relative));
            return ready.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
