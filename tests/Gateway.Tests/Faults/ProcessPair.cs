using System.Net;
using AuthServe.Support.Processes;
using AuthServe.Support.Storage;
using Xunit;

namespace AuthServe.Gateway.Tests.Faults;

/// <summary>A silo and a gateway as processes of their own, as they are shipped.</summary>
public sealed class ProcessPair : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, string?> _silo;
    private readonly ProgramProcess _gateway;
    private readonly HttpClient _http;

    private ProcessPair(Dictionary<string, string?> silo, ProgramProcess gateway, int port)
    {
        _silo = silo;
        _gateway = gateway;
        _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = Patience };
        Silo = ProgramProcess.StartSilo(silo);
    }

    public ProgramProcess Silo { get; private set; }

    public Api Api => new(_http);

    /// <summary>Starts both. A call that no silo answers in the response time, 6 s unless it is given, is a 503. After a crash changes wait for a lease to run out.</summary>
    public static async Task<ProcessPair> StartAsync(TestDatabase database, string responseTimeout = "00:00:06")
    {
        var (siloPort, gatewayPort, httpPort) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        var silo = new Dictionary<string, string?>(database.Settings)
        {
            ["Silo:SiloPort"] = $"{siloPort}",
            ["Silo:GatewayPort"] = $"{gatewayPort}",
        };
        var gateway = ProgramProcess.StartGateway(httpPort, new Dictionary<string, string?>
        {
            ["Gateway:Silos:0"] = $"127.0.0.1:{gatewayPort}",
            ["Gateway:ResponseTimeout"] = responseTimeout,
        });
        var pair = new ProcessPair(silo, gateway, httpPort);
        await pair.ReadyAsync();
        return pair;
    }

    /// <summary>Lets the silo go on for as long as so many calls take that do not need it: longer where the machine is slower.</summary>
    public async Task PassTimeAsync(int calls)
    {
        for (var call = 0; call < calls; call++) (await Api.GetAsync("/health/live")).Expect(HttpStatusCode.OK);
    }

    public async Task RestartSiloAsync()
    {
        Silo.Dispose();
        Silo = ProgramProcess.StartSilo(_silo);
        await ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _gateway.Dispose();
        Silo.Dispose();
        await Task.CompletedTask;
    }

    private async Task ReadyAsync()
    {
        Assert.True(await Silo.ReadUntilAsync("AuthServe silo ready"), "The silo ended.");
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                if ((await Api.GetAsync("/health/ready")).Status == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException) when (!patience.IsCancellationRequested)
            {
                // The gateway does not listen yet.
            }

            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
