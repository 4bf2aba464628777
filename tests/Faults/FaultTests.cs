using System.Globalization;
using AuthServe.Faults.Histories;
using AuthServe.Faults.Load;
using AuthServe.Faults.Running;
using Xunit;

namespace AuthServe.Faults;

/// <summary>
/// A cluster of processes in which things go wrong while clients give, take and ask for rights. <c>make faults</c> does all of it many times;
/// otherwise a few things go wrong once.
/// </summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private const string CutOff = "a silo and a gateway are cut off from the others and the database";

    // How many rounds of each fault; not given, once a few of them.
    private static readonly int? AllRounds = Number("AUTHSERVE_FAULT_ROUNDS");

    // A part of the names of those to run.
    private static readonly string[]? Chosen = Environment.GetEnvironmentVariable("AUTHSERVE_FAULTS")?.Split(',');

    // What silos do while the database is away.
    private static readonly string[] Outages =
        Environment.GetEnvironmentVariable("AUTHSERVE_FAULT_OUTAGES")?.Split(',') ?? (AllRounds is null ? ["refuse"] : ["refuse", "serve"]);

    // Where the table is written to.
    private static readonly string? ReportFile = Environment.GetEnvironmentVariable("AUTHSERVE_FAULT_REPORT");

    private static readonly string[] Few = ["a silo is killed", CutOff];

    [Theory]
    [InlineData("refuse")]
    [InlineData("serve")]
    public async Task No_acknowledged_write_is_lost_and_no_stale_allow_is_answered(string outage)
    {
        Assert.SkipUnless(Network.IsAvailable, "Cutting silos off needs root and network namespaces.");
        Assert.SkipUnless(Outages.Contains(outage), "Only with make faults.");
        var results = new List<Result>();
        foreach (var alike in Faults().GroupBy(fault => new ClusterOptions(outage, fault.IsDelayed, fault.MovesClocks)))
        {
            if (alike.Key.MovesClocks && !FakeClocks.IsAvailable) continue;
            await using var cluster = await FaultCluster.StartAsync(alike.Key);
            foreach (var fault in alike)
            {
                results.Add(await RunAsync(cluster, fault, outage, AllRounds ?? 1));
                foreach (var late in results[^1].Late) output.WriteLine($"{fault.Name}: {late}");
                foreach (var violation in results[^1].Violations.Take(20)) output.WriteLine(violation);
                output.WriteLine(Report.Write(results.TakeLast(1)));
            }
        }

        var report = Report.Write(results);
        output.WriteLine(report);
        if (ReportFile is not null) await File.AppendAllTextAsync(ReportFile, report);
        Assert.Empty(results.SelectMany(result => result.Violations.Select(violation => $"{result.Fault.Name}: {violation}")));
        // How long things take is a matter of the machine: it decides only where somebody wants to know.
        if (AllRounds is not null) Assert.Empty(results.SelectMany(result => result.Late.Select(late => $"{result.Fault.Name}: {late}")));
    }

    [Fact]
    public async Task Flags_a_cluster_whose_silos_answer_without_a_lease()
    {
        Assert.SkipUnless(Network.IsAvailable, "Cutting silos off needs root and network namespaces.");
        var fault = Catalogue.All.Single(fault => fault.Name == CutOff);
        await using var cluster = await FaultCluster.StartAsync(new("refuse", SiloProgram: UnfencedSilo.Path));

        // A user of the silo that is cut off must hold a right just then.
        var result = await RunAsync(cluster, fault, "refuse", rounds: 10, history => Rules.FindStaleAllows(history).Any());

        output.WriteLine(Report.Write([result]));
        Assert.Contains(result.Violations, violation => violation.StartsWith("R1", StringComparison.Ordinal));
    }

    private static IEnumerable<Fault> Faults() => Catalogue.All.Where(fault => Chosen is not null
        ? Chosen.Any(part => fault.Name.Contains(part, StringComparison.Ordinal))
        : AllRounds is not null || Few.Contains(fault.Name));

    private static async Task<Result> RunAsync(FaultCluster cluster, Fault fault, string outage, int rounds, Func<History, bool>? until = null)
    {
        var (violations, done, ended) = (new List<string>(), new List<Round>(), cluster.Ended);
        await using var load = await Workload.StartAsync(cluster.Http);
        for (var number = 0; number < rounds && until?.Invoke(load.History) is not true; number++)
        {
            await load.HealthyAsync(cluster.SuperviseAsync);
            done.Add(await RunRoundAsync(cluster, fault, load, number, violations));
        }

        await load.StopAsync();
        await cluster.RestartAsync();
        violations.AddRange(Rules.FindLost(load.History, await load.ReadAsync()));
        violations.AddRange(Rules.FindStaleAllows(load.History));
        violations.AddRange(Rules.FindUnordered(load.History));
        violations.AddRange(Rules.FindNewEnemies(load.History));
        violations.AddRange(await load.FindBrokenLogsAsync());
        violations.AddRange(await cluster.VerifyAsync());
        violations.AddRange(load.Unexpected);
        return new(fault, outage, done, cluster.Ended - ended, load.History, violations);
    }

    private static async Task<Round> RunRoundAsync(FaultCluster cluster, Fault fault, Workload load, int number, List<string> violations)
    {
        var race = new NameRace(cluster.Http);
        var began = History.Now;
        var racing = race.RunAsync();
        var mend = await fault.Inject(cluster, number);
        using (var timer = new PeriodicTimer(fault.Lasts)) await timer.WaitForNextTickAsync();
        var mended = History.Now;
        await mend();
        if (fault.RecoversOnceMended) mended = History.Now;
        await load.HealthyAsync(cluster.SuperviseAsync);
        var over = History.Now;
        violations.AddRange(new[] { await racing, await race.CheckAsync() }.OfType<string>());
        return new(began, mended, over, fault.CutOffGateway(number));
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
