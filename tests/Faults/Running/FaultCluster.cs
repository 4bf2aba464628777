using System.Diagnostics;
using AuthServe.Support.Processes;
using AuthServe.Support.Storage;
using Npgsql;
using Xunit;

namespace AuthServe.Faults.Running;

/// <summary>How a cluster is started.</summary>
/// <param name="Outage">What silos do while the database is away.</param>
/// <param name="IsDelayed">Whether the way to the database can be made longer.</param>
/// <param name="MovesClocks">Whether the silos' time of day can be moved.</param>
/// <param name="Variant">Which silo; the one that is shipped unless it is said.</param>
internal sealed record ClusterOptions(string Outage, bool IsDelayed = false, bool MovesClocks = false, SiloVariant? Variant = null);

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
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private readonly ClusterOptions _options;
    private readonly FakeClocks _clocks = new();
    private readonly ProgramProcess?[] _silos = new ProgramProcess?[Silos];
    private readonly ProgramProcess?[] _gateways = new ProgramProcess?[Gateways];
    private SiloVariant? _variant;

    private FaultCluster(Network network, Database database, ClusterOptions options)
    {
        (Network, Database, _options, _variant) = (network, database, options, options.Variant);
        Cable = new(database.Port, network.Database);
        Http = [.. Enumerable.Range(0, Gateways).Select(number => new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new($"http://{network.AddressOf(GatewayNode(number))}:{HttpPort}"),
            Timeout = TimeSpan.FromSeconds(20),
        })];
    }

    public Network Network { get; }

    public Database Database { get; }

    /// <summary>The silos' way to the database, when it can be made longer.</summary>
    public Cable Cable { get; }

    /// <summary>What silos do while the database is away.</summary>
    public string Outage => _options.Outage;

    /// <summary>How many silos have ended by themselves since the count was begun.</summary>
    public int Ended { get; private set; }

    /// <summary>How long it took at most until a silo that was frozen was declared dead; null when none was frozen.</summary>
    public TimeSpan? UntilDead { get; private set; }

    /// <summary>How long it took at most until a silo that had been frozen had ended; null when none was frozen.</summary>
    public TimeSpan? UntilGone { get; private set; }

    /// <summary>One for each gateway.</summary>
    public IReadOnlyList<HttpClient> Http { get; }

    public static async Task<FaultCluster> StartAsync(ClusterOptions options)
    {
        var network = await Network.CreateAsync(Silos + Gateways);
        var cluster = new FaultCluster(network, await Database.StartAsync(network.Database), options);
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
        var program = _variant is null ? ProgramProcess.SiloProgram : SiloVariant.Program;
        var silo = ProgramProcess.StartWithin(Network.Enter(number), program, SettingsOf(number), EnvironmentOf(number));
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

    /// <summary>Begins to count.</summary>
    public void Count() => (Ended, UntilDead, UntilGone) = (0, null, null);

    /// <summary>Freezes a silo, and returns when it is declared dead or has been frozen for so long.</summary>
    public async Task FreezeAsync(int silo, TimeSpan patience)
    {
        var began = Stopwatch.GetTimestamp();
        await Silo(silo).SignalAsync("STOP");
        using var timer = new PeriodicTimer(Look);
        while (Stopwatch.GetElapsedTime(began) < patience && !await Database.IsDeadAsync(Network.AddressOf(silo))) await timer.WaitForNextTickAsync();
        UntilDead = Longer(UntilDead, began);
    }

    /// <summary>Lets a frozen silo go on, and returns when it has found itself dead and ended.</summary>
    public async Task WakeAsync(int silo)
    {
        var began = Stopwatch.GetTimestamp();
        await Silo(silo).SignalAsync("CONT");
        await Silo(silo).WaitAsync().WaitAsync(Patience);
        UntilGone = Longer(UntilGone, began);
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
        await RollSilosAsync(_variant);
        for (var gateway = 0; gateway < Gateways; gateway++)
        {
            await _gateways[gateway]!.SignalAsync("TERM");
            await _gateways[gateway]!.WaitAsync();
            await StartGatewayAsync(gateway);
        }
    }

    /// <summary>Puts other silos in the place of those that are there, one after the other.</summary>
    public async Task RollSilosAsync(SiloVariant? to)
    {
        _variant = to;
        for (var silo = 0; silo < Silos; silo++)
        {
            await Silo(silo).SignalAsync("TERM");
            await Silo(silo).WaitAsync();
            await StartSiloAsync(silo);
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
        await Network.DisposeAsync();
        _clocks.Dispose();
    }

    private static TimeSpan Longer(TimeSpan? known, long began)
    {
        var elapsed = Stopwatch.GetElapsedTime(began);
        return known > elapsed ? known.Value : elapsed;
    }

    // What it says from now on would fill memory.
    private void Drain(ProgramProcess process, string name) => _ = Task.Run(async () =>
    {
        await foreach (var line in process.ReadAsync())
        {
            if (LogFolder is not null) await File.AppendAllTextAsync(Path.Combine(LogFolder, $"{Network.Database}-{name}"), line + "\n");
        }
    });

    private IEnumerable<KeyValuePair<string, string>> EnvironmentOf(int silo)
    {
        IEnumerable<KeyValuePair<string, string>> clock = _options.MovesClocks ? _clocks.EnvironmentOf(silo) : [];
        return _variant is null ? clock : clock.Append(_variant.Setting);
    }

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
