using AuthServe.Support.Walks;
using Xunit;

namespace AuthServe.Grains.Tests.Walks;

/// <summary>
/// Nobody ever gets more than somebody could give them, by whatever commands in whatever order, and an organization never is without an owner.
/// <c>make walk</c> takes 100,000 steps.
/// </summary>
public sealed class EscalationWalkTests(SharedSilo silo)
{
    private const int Walkers = 2;

    [Fact]
    public async Task Nobody_gets_more_than_somebody_could_give_them()
    {
        var steps = Walk.StepsOr(3_000);
        var walks = Enumerable.Range(0, Walkers).Select(number => new Walk(Walk.SeedOr(20_260_301) + number, OpenAsync)).ToArray();

        await Task.WhenAll(walks.Select(walk => walk.TakeAsync(steps / Walkers)));

        // A walk on which everything is refused shows nothing.
        var (taken, acknowledged, toOthers) =
            (walks.Sum(walk => walk.Taken), walks.Sum(walk => walk.Acknowledged), walks.Sum(walk => walk.AcknowledgedToOthers));
        TestContext.Current.TestOutputHelper?.WriteLine($"{taken} steps, {acknowledged} acknowledged, {toOthers} of them to others than owners");
        Assert.True(acknowledged > taken / 5 && toOthers > taken / 20, $"{taken} steps, {acknowledged} acknowledged, {toOthers} to others");
    }

    private async Task<IOrganizationCalls> OpenAsync() => new GrainCalls(silo, await silo.SignUpAsync());
}
