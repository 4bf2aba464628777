using System.Net;
using Xunit;

namespace AuthServe.Gateway.Tests.Faults;

/// <summary>A machine that stands still for seconds outlasts the lease of its silo. When that is the only one, nobody declares it dead.</summary>
public sealed class PausedSiloTests
{
    // The fault itself: a lease is good for 2 s, by the clock.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    [Fact]
    [OnBothDatabases]
    public async Task What_was_asked_of_a_silo_that_stood_still_is_answered_when_it_goes_on()
    {
        await using var cluster = await ProcessCluster.StartAsync(silos: 1, gateways: 1, toldOf: 1);
        var alice = await new Api(cluster.Http(0)).SignUpAsync();

        await cluster.FreezeSiloAsync(0);
        var calls = Enumerable.Range(0, 20).Select(_ => alice.GetAsync("/v1/me")).ToArray();
        await Task.Delay(Pause, TestContext.Current.CancellationToken);
        await cluster.ThawSiloAsync(0);

        Assert.All(await Task.WhenAll(calls), answer => answer.Expect(HttpStatusCode.OK));
    }
}
