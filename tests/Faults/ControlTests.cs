using AuthServe.Faults.Histories;
using AuthServe.Faults.Running;
using Xunit;

namespace AuthServe.Faults;

/// <summary>What the checker must find fault with: silos without a lease.</summary>
public sealed class NoLeaseTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Silos_that_answer_without_a_lease_are_flagged()
    {
        Assert.SkipUnless(Network.IsAvailable, "Cutting silos off needs root and network namespaces.");
        await using var cluster = await FaultCluster.StartAsync(new("refuse", Variant: SiloVariant.Unfenced));

        // A user of the silo that is cut off must hold a right just then.
        var result = await FaultRun.RunAsync(cluster, Catalogue.Find(Catalogue.CutOff), rounds: 10, history => Rules.FindStaleAllows(history).Any());

        output.WriteLine($"{Report.Write(result)}{string.Join('\n', result.Violations.Take(5))}");
        Assert.Contains(result.Violations, violation => violation.StartsWith("R1", StringComparison.Ordinal));
    }
}

/// <summary>What the checker must find fault with: a database that lets two silos both make the same row.</summary>
public sealed class TwoRowsTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_database_in_which_two_first_writes_of_a_grain_win_is_flagged()
    {
        Assert.SkipUnless(Network.IsAvailable, "Cutting silos off needs root and network namespaces.");
        await using var cluster = await FaultCluster.StartAsync(new("refuse"));
        await cluster.Database.AllowTwoRowsAsync();

        var result = await FaultRun.RunAsync(cluster, Catalogue.KilledWritingNames(database => database.AwaitNameHeldTwiceAsync()), rounds: 1);

        output.WriteLine($"{Report.Write(result)}{string.Join('\n', result.Violations.Take(5))}");
        Assert.Contains(result.Violations, violation => violation.StartsWith("R5", StringComparison.Ordinal));
    }
}
