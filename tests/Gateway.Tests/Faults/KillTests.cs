using System.Collections.Concurrent;
using System.Net;
using AuthServe.Support.Processes;
using AuthServe.Support.Storage;
using Xunit;

namespace AuthServe.Gateway.Tests.Faults;

/// <summary>Kills the silo's process while clients write, and starts it again on the same database.</summary>
public sealed class KillTests
{
    private const int Rounds = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.Postgres)]
    public async Task Every_acknowledged_write_is_there_after_a_kill_at_any_time(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var service = await ProcessPair.StartAsync(database);
        for (var round = 0; round < Rounds; round++)
        {
            var acknowledged = new ConcurrentBag<Session>();
            using var stop = new CancellationTokenSource();
            var writers = Enumerable.Range(0, 4).Select(_ => WriteAsync(service.Api, acknowledged, stop.Token)).ToArray();
            while (acknowledged.Count < 5 * (round + 1)) await Task.Yield();

            await service.Silo.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(writers);
            await service.RestartSiloAsync();

            foreach (var owner in acknowledged) await AssertThereAsync(service.Api, owner);
        }
    }

    [Fact]
    public async Task A_gateway_without_a_silo_says_so_at_once_and_recovers_by_itself()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite);
        await using var service = await ProcessPair.StartAsync(database);
        var alice = await service.Api.SignUpAsync();

        await service.Silo.KillAsync();
        Answer refused;
        do refused = await alice.GetAsync("/v1/me");
        while (refused.Status == HttpStatusCode.OK);
        foreach (var path in new[] { "/v1/me", "/health/ready" })
        {
            var answer = await service.Api.GetAsync(path, alice.Token);
            answer.ExpectProblem(HttpStatusCode.ServiceUnavailable, "service.unavailable");
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        (await service.Api.GetAsync("/health/live")).Expect(HttpStatusCode.OK);
        await service.RestartSiloAsync();
        (await alice.GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
    }

    private static async Task WriteAsync(Api api, ConcurrentBag<Session> acknowledged, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var owner = await api.SignUpAsync();
                await owner.AddRoleAsync("clerk", "billing.invoice.create", "billing.invoice.delete");
                (await owner.DeleteAsync("/v1/roles/clerk/permissions/billing.invoice.delete")).Expect(HttpStatusCode.NoContent);
                (await owner.PutAsync($"/v1/users/{owner.UserId}/roles/clerk")).Expect(HttpStatusCode.NoContent);
                acknowledged.Add(owner);
            }
            catch (Exception exception) when (exception is Xunit.Sdk.XunitException or HttpRequestException)
            {
                // Not acknowledged: nothing is promised.
            }
        }
    }

    private static async Task AssertThereAsync(Api api, Session owner)
    {
        var again = await api.SignInAsync(owner.Name) with { UserId = owner.UserId };
        Assert.True(await again.MayAsync("billing.invoice.create"));
        Assert.False(await again.MayAsync("billing.invoice.delete"));
        var members = (await again.GetAsync("/v1/users?role=clerk")).Expect(HttpStatusCode.OK).Items;
        Assert.Equal(owner.Name, Assert.Single(members)["username"]!.GetValue<string>());
    }

    /// <summary>A silo process and a gateway process.</summary>
    private sealed class ProcessPair : IAsyncDisposable
    {
        private readonly Dictionary<string, string?> _silo;
        private readonly ProgramProcess _gateway;
        private readonly HttpClient _http;

        private ProcessPair(Dictionary<string, string?> silo, ProgramProcess gateway, int port)
        {
            _silo = silo;
            _gateway = gateway;
            _http = new() { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = Patience };
            Silo = ProgramProcess.StartSilo(silo);
        }

        public ProgramProcess Silo { get; private set; }

        public Api Api => new(_http);

        public static async Task<ProcessPair> StartAsync(TestDatabase database)
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
                ["Gateway:ResponseTimeout"] = "00:00:03",
            });
            var pair = new ProcessPair(silo, gateway, httpPort);
            await pair.ReadyAsync();
            return pair;
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
}
