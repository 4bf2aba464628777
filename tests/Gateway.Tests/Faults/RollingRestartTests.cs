using System.Net;
using Xunit;

namespace AuthServe.Gateway.Tests.Faults;

/// <summary>What is told to stop hands over first: whoever tries twice notices nothing.</summary>
public sealed class RollingRestartTests(ITestOutputHelper output)
{
    private const int Clients = 4;
    private const int RequestsBetween = 100;

    [Fact]
    [OnBothDatabases]
    public async Task No_request_fails_twice_while_every_silo_and_gateway_is_restarted()
    {
        await using var cluster = await ProcessCluster.StartAsync(silos: 3, gateways: 2, toldOf: 3);
        var load = new RetryingLoad(cluster);
        using var stop = new CancellationTokenSource();
        var owners = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => new Api(cluster.Http(0)).SignUpAsync()));
        foreach (var owner in owners) await owner.AddRoleAsync("clerk");
        var clients = owners.Select(owner => load.RunAsync(owner, stop.Token)).ToArray();

        for (var silo = 0; silo < cluster.Silos; silo++)
        {
            await cluster.RestartSiloAsync(silo);
            await load.SendAsync(RequestsBetween);
        }

        // While a gateway is away, every request to it is tried twice: only those at silos tell something.
        output.WriteLine($"Silos: {load}");
        for (var gateway = 0; gateway < cluster.Gateways; gateway++)
        {
            await cluster.RestartGatewayAsync(gateway);
            await load.SendAsync(RequestsBetween);
        }

        await stop.CancelAsync();
        await Task.WhenAll(clients);
        output.WriteLine($"Silos and gateways: {load}");
        Assert.True(load.Failed.IsEmpty, string.Join('\n', load.Failed));
    }

    [Fact]
    [OnBothDatabases]
    public async Task A_gateway_that_is_told_to_stop_says_so_and_serves_until_it_does()
    {
        await using var cluster = await ProcessCluster.StartAsync(silos: 1, gateways: 1, toldOf: 1, drainTime: "00:10:00");
        var alice = await new Api(cluster.Http(0)).SignUpAsync();

        await cluster.SignalGatewayAsync(0, "TERM");
        await cluster.ReadyAsync(0, HttpStatusCode.ServiceUnavailable);
        var answer = (await alice.GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        Assert.True(answer.Headers.ConnectionClose);

        await cluster.SignalGatewayAsync(0, "INT");
        Assert.Equal(0, await cluster.GatewayExitAsync(0));
    }
}
