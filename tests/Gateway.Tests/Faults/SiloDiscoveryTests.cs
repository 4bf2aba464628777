using System.Net;
using Xunit;

namespace AuthServe.Gateway.Tests.Faults;

/// <summary>A gateway is told of one silo, and learns of the others from it.</summary>
public sealed class SiloDiscoveryTests
{
    [Fact]
    [OnBothDatabases]
    public async Task A_gateway_goes_on_without_the_only_silo_it_was_told_of()
    {
        await using var cluster = await ProcessCluster.StartAsync(silos: 1, gateways: 1, toldOf: 1);
        var alice = await new Api(cluster.Http(0)).SignUpAsync();

        await cluster.AddSiloAsync();
        await cluster.GatewayKnowsAsync(0, silos: 2);
        await cluster.KillSiloAsync(0);
        await cluster.ReadyAsync(0, HttpStatusCode.OK);

        // What lived on the silo is elsewhere once it is out of the cluster, after which it is not known any more.
        await cluster.GatewayKnowsAsync(0, silos: 1);
        (await alice.GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        await alice.AddRoleAsync("clerk", "billing.invoice.create");

        await cluster.AddSiloAsync();
        await cluster.GatewayKnowsAsync(0, silos: 2);
        await cluster.KillSiloAsync(1);
        await cluster.GatewayKnowsAsync(0, silos: 1);
        (await alice.GetAsync("/v1/roles/clerk")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    [OnBothDatabases]
    public async Task A_gateway_asks_a_silo_that_came_later_when_the_one_it_went_by_is_frozen()
    {
        await using var cluster = await ProcessCluster.StartAsync(silos: 2, gateways: 1, toldOf: 2);
        await cluster.GatewayKnowsAsync(0, silos: 2);
        var alice = await new Api(cluster.Http(0)).SignUpAsync();
        await cluster.KillSiloAsync(0);
        await cluster.GatewayKnowsAsync(0, silos: 1);
        await cluster.AddSiloAsync();
        await cluster.GatewayKnowsAsync(0, silos: 2);

        await cluster.FreezeSiloAsync(1);

        await cluster.GatewayKnowsAsync(0, silos: 1);
        await cluster.ReadyAsync(0, HttpStatusCode.OK);
        (await alice.GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
    }
}
