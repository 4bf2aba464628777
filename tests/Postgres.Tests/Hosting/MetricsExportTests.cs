using System.Net;
using System.Text;
using AuthServe.Support.Processes;
using AuthServe.Support.Storage;

namespace AuthServe.Postgres.Tests.Hosting;

/// <summary>Silos and gateways send what they measure to whoever the standard variables of OpenTelemetry name.</summary>
public sealed class MetricsExportTests
{
    [Fact]
    public async Task A_silo_sends_what_its_lease_does()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres);
        using var collector = new Collector();
        var settings = new Dictionary<string, string?>(database.Settings)
        {
            ["Silo:SiloPort"] = $"{FreePort.Next()}",
            ["Silo:GatewayPort"] = $"{FreePort.Next()}",
        };
        using var silo = ProgramProcess.StartWithin([], ProgramProcess.SiloProgram, settings, collector.Variables);

        await collector.ReceivesAsync("authserve-silo", "authserve.lease.renewals", "orleans-catalog-activations", "dotnet.process.cpu.time");
    }

    [Fact]
    public async Task A_gateway_sends_what_its_requests_take()
    {
        using var collector = new Collector();
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        using var gateway = ProgramProcess.StartWithin([], ProgramProcess.GatewayProgram, [], [.. collector.Variables, new("ASPNETCORE_URLS", url)]);
        Assert.True(await gateway.ReadUntilAsync("Now listening on"));
        using var http = new HttpClient();
        using var live = await http.GetAsync(new Uri($"{url}/health/live"), TestContext.Current.CancellationToken);

        await collector.ReceivesAsync("authserve-gateway", "http.server.request.duration", "dotnet.process.cpu.time");
    }

    /// <summary>A collector of OpenTelemetry's metrics over HTTP.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly string _url = $"http://127.0.0.1:{FreePort.Next()}/";

        public Collector()
        {
            _listener.Prefixes.Add(_url);
            _listener.Start();
        }

        public IEnumerable<KeyValuePair<string, string>> Variables =>
        [
            new("OTEL_EXPORTER_OTLP_ENDPOINT", _url),
            new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            new("OTEL_METRIC_EXPORT_INTERVAL", "500"),
        ];

        /// <summary>Returns when one message has all of these in it: names are as they are in its encoding.</summary>
        public async Task ReceivesAsync(params string[] names)
        {
            while (true)
            {
                var request = await _listener.GetContextAsync().WaitAsync(TimeSpan.FromSeconds(60));
                using var body = new MemoryStream();
                await request.Request.InputStream.CopyToAsync(body);
                request.Response.Close();
                var text = Encoding.Latin1.GetString(body.ToArray());
                if (Array.TrueForAll(names, name => text.Contains(name, StringComparison.Ordinal))) return;
            }
        }

        public void Dispose() => _listener.Close();
    }
}
