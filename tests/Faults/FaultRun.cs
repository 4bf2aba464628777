using AuthServe.Faults.Histories;
using AuthServe.Faults.Load;
using AuthServe.Faults.Running;

namespace AuthServe.Faults;

/// <summary>The rounds of one fault on one cluster, under load.</summary>
internal static class FaultRun
{
    /// <summary>Lets it go wrong so many times, or until the history shows enough, and says what is wrong with what clients saw and with what is stored.</summary>
    public static async Task<Result> RunAsync(FaultCluster cluster, Fault fault, int rounds, Func<History, bool>? until = null)
    {
        var (violations, done, races) = (new List<string>(), new List<Round>(), new List<NameRace>());
        cluster.Count();
        await using var load = await Workload.StartAsync(cluster.Http);
        for (var number = 0; number < rounds && until?.Invoke(load.History) is not true; number++)
        {
            await load.HealthyAsync(cluster.SuperviseAsync);
            var names = Enumerable.Range(0, fault.Names).Select(_ => new NameRace(cluster.Http)).ToArray();
            done.Add(await RunRoundAsync(cluster, fault, load, number, names, violations));
            races.AddRange(names);
        }

        await load.StopAsync();
        await cluster.RestartAsync();
        violations.AddRange(Rules.FindLost(load.History, await load.ReadAsync()));
        violations.AddRange(await CheckAsync(races));
        violations.AddRange(Rules.FindStaleAllows(load.History));
        violations.AddRange(Rules.FindUnordered(load.History));
        violations.AddRange(Rules.FindNewEnemies(load.History));
        violations.AddRange(await load.FindBrokenLogsAsync());
        violations.AddRange(await cluster.VerifyAsync());
        violations.AddRange(load.Unexpected);
        return new(fault, cluster.Outage, done, load.History, violations) { Ended = cluster.Ended, UntilDead = cluster.UntilDead, UntilGone = cluster.UntilGone };
    }

    // Few at once: each costs a password's hash.
    private static async Task<IEnumerable<string>> CheckAsync(IEnumerable<NameRace> races)
    {
        var violations = new List<string>();
        foreach (var some in races.Chunk(4)) violations.AddRange((await Task.WhenAll(some.Select(race => race.CheckAsync()))).SelectMany(found => found));
        return violations;
    }

    private static async Task<Round> RunRoundAsync(
        FaultCluster cluster, Fault fault, Workload load, int number, IReadOnlyList<NameRace> races, List<string> violations)
    {
        await fault.Prepare(cluster);
        var began = History.Now;
        var racing = Task.WhenAll(races.Select(race => race.RunAsync()));
        var mend = await fault.Inject(cluster, number);
        using (var timer = new PeriodicTimer(fault.Lasts)) await timer.WaitForNextTickAsync();
        var mended = History.Now;
        await mend();
        if (fault.RecoversOnceMended) mended = History.Now;
        await load.HealthyAsync(cluster.SuperviseAsync);
        var over = History.Now;
        violations.AddRange((await racing).SelectMany(found => found));
        violations.AddRange(await CheckAsync(races));
        return new(began, mended, over, fault.CutOffGateway(number));
    }
}
