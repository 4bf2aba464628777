using AuthServe.Support.Walks;
using Xunit;

namespace AuthServe.Gateway.Tests.Walks;

/// <summary>The walk of the grains' tests, over HTTP: with tokens, scopes and two gateways between. Shorter, because every actor signs in.</summary>
public sealed class EscalationWalkTests(Service service)
{
    [Fact]
    public async Task Nobody_gets_more_than_somebody_could_give_them()
    {
        var walk = new Walk(Walk.SeedOr(20_260_302), async () => new HttpCalls(service, await service.Api.SignUpAsync()));

        await walk.TakeAsync(Math.Min(Walk.StepsOr(250), 2_000));

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{walk.Taken} steps, {walk.Acknowledged} acknowledged, {walk.AcknowledgedToOthers} of them to others than owners");
        Assert.True(walk.Acknowledged > walk.Taken / 8 && walk.AcknowledgedToOthers > 0, $"{walk.Acknowledged} of {walk.Taken} steps were acknowledged");
    }
}
