using AuthServe.Faults.Running;
using Xunit;

namespace AuthServe.Faults;

/// <summary>
/// A cluster of processes in which things go wrong while clients give, take and ask for rights. <c>make faults</c> does all of it many times;
/// otherwise a few things go wrong once.
/// </summary>
public abstract class PromiseTests(string outage, ITestOutputHelper output)
{
    private static readonly Lock Writing = new();

    [Fact]
    public async Task No_acknowledged_write_is_lost_and_no_stale_allow_is_answered()
    {
        Assert.SkipUnless(Network.IsAvailable, "Cutting silos off needs root and network namespaces.");
        Assert.SkipUnless(FaultSettings.Includes(outage), "Only with make faults.");
        var wrong = new List<string>();
        foreach (var alike in Catalogue.All.Where(FaultSettings.Includes).GroupBy(fault => new ClusterOptions(outage, fault.IsDelayed, fault.MovesClocks)))
        {
            if (alike.Key.MovesClocks && !FakeClocks.IsAvailable) continue;
            await using var cluster = await FaultCluster.StartAsync(alike.Key);
            foreach (var fault in alike)
            {
                var result = await FaultRun.RunAsync(cluster, fault, FaultSettings.Rounds ?? 1);
                Write(result);
                wrong.AddRange(result.Violations.Take(20).Select(violation => $"{fault.Name}: {violation}"));
                // How long things take is a matter of the machine: it decides only where somebody wants to know.
                if (FaultSettings.Rounds is not null) wrong.AddRange(result.Late.Select(late => $"{fault.Name}: {late}"));
            }
        }

        Assert.Empty(wrong);
    }

    private void Write(Result result)
    {
        output.WriteLine(Report.Write(result));
        foreach (var late in result.Late.Concat(result.Unanswered.Take(20)).Concat(result.Unacknowledged.Take(20))) output.WriteLine(late);
        foreach (var violation in result.Violations.Take(20)) output.WriteLine(violation);
        if (FaultSettings.ReportFile is not { } file) return;
        lock (Writing) Report.Append(file, result);
    }
}

/// <summary>Silos that refuse while the database is away.</summary>
public sealed class RefusingSilosTests(ITestOutputHelper output) : PromiseTests("refuse", output);

/// <summary>Silos that serve while the database is away.</summary>
public sealed class ServingSilosTests(ITestOutputHelper output) : PromiseTests("serve", output);
