using System.Diagnostics;
using AuthServe.Faults.Running;

namespace AuthServe.Faults;

/// <summary>Everything that goes wrong, one after the other. A round's number says which silo it happens to.</summary>
internal static class Catalogue
{
    public const string Killed = "a silo is killed";
    public const string CutOff = "a silo and a gateway are cut off from the others and the database";

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(8);

    // Long enough for what was under way to run into its time limits, and for changes to be acknowledged again.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    public static IReadOnlyList<Fault> All { get; } =
    [
        new(Killed, Short, async (cluster, round) =>
        {
            var silo = round % FaultCluster.Silos;
            await cluster.Silo(silo).KillAsync();
            return () => cluster.StartSiloAsync(silo);
        })
        { Limit = TimeSpan.FromSeconds(4) },
        KilledWritingNames(),
        Freeze("a silo freezes for 5 s", TimeSpan.FromSeconds(5)),
        Freeze("a silo freezes for 30 s", TimeSpan.FromSeconds(30)),
        Partition("a silo is cut off from the others", fromOthers: true, fromDatabase: false),
        Partition(CutOff, fromOthers: true, fromDatabase: true, withGateway: true),
        Partition("a silo is cut off from the database", fromOthers: false, fromDatabase: true),
        Partition("a silo is heard by no other", fromOthers: true, fromDatabase: false, isOneWay: true),
        Restart("PostgreSQL stops (fast) and starts", database => database.StopAsync("fast")),
        Restart("PostgreSQL stops (immediate) and starts", database => database.StopAsync("immediate")),
        Restart("PostgreSQL is killed and starts", database => database.KillAsync()),
        new("PostgreSQL ends all connections", TimeSpan.FromSeconds(2), async (cluster, _) =>
        {
            await cluster.Database.TerminateConnectionsAsync();
            return () => Task.CompletedTask;
        })
        { Limit = TimeSpan.FromSeconds(5), WriteLimit = TimeSpan.FromSeconds(5) },
        new("the table of grains is locked for 10 s", TimeSpan.FromSeconds(10), async (cluster, _) =>
        {
            var held = await cluster.Database.LockAsync();
            return () => held.DisposeAsync().AsTask();
        })
        { RecoversOnceMended = true, Limit = TimeSpan.FromSeconds(5), WriteLimit = TimeSpan.FromSeconds(5), IsServedThrough = true },
        Delay("the database answers 200 ms later", TimeSpan.FromMilliseconds(200)),
        Delay("the database answers 2 s later", TimeSpan.FromSeconds(2)),
        new("the database's disk is full", Long, async (cluster, _) =>
        {
            await cluster.Database.FillDiskAsync();
            return async () =>
            {
                cluster.Database.EmptyDisk();
                await cluster.Database.StartAgainAsync();
            };
        })
        { RecoversOnceMended = true, Limit = TimeSpan.FromSeconds(5), WriteLimit = TimeSpan.FromSeconds(5) },
        new("a gateway is killed", TimeSpan.FromSeconds(3), async (cluster, round) =>
        {
            var gateway = GatewayOf(round);
            await cluster.KillGatewayAsync(gateway);
            return () => cluster.StartGatewayAsync(gateway);
        })
        { RecoversOnceMended = true, Limit = TimeSpan.FromSeconds(5) },
        MoveClock("a silo's time of day is put back an hour", -TimeSpan.FromHours(1)) with { Limit = TimeSpan.FromSeconds(4) },
        MoveClock("a silo's time of day is an hour ahead, and put right", TimeSpan.FromHours(1)) with { RecoversOnceMended = true, Limit = TimeSpan.FromSeconds(4) },
        new("others use up the processors for 20 s", Long, (cluster, _) =>
        {
            var others = Enumerable.Range(0, 4 * Environment.ProcessorCount).Select(_ => Process.Start("sh", ["-c", "while :; do :; done"])).ToArray();
            return Task.FromResult<Func<Task>>(async () =>
            {
                foreach (var other in others) other.Kill();
                await Task.WhenAll(others.Select(other => other.WaitForExitAsync()));
            });
        })
        { RecoversOnceMended = true, Limit = TimeSpan.FromSeconds(5) },
        new("every silo is killed and starts cold", TimeSpan.FromSeconds(1), async (cluster, _) =>
        {
            await Task.WhenAll(Enumerable.Range(0, FaultCluster.Silos).Select(silo => cluster.Silo(silo).KillAsync()));
            return () => Task.WhenAll(Enumerable.Range(0, FaultCluster.Silos).Select(cluster.StartSiloAsync));
        })
        { Limit = TimeSpan.FromSeconds(30) },
        new("every silo and gateway restarts, one after the other", TimeSpan.FromSeconds(1), async (cluster, _) =>
        {
            await cluster.RollAsync();
            return () => Task.CompletedTask;
        })
        { RecoversOnceMended = true, Limit = TimeSpan.FromSeconds(5) },
        new("silos with contracts of a later version take over, or back", TimeSpan.FromSeconds(1), async (cluster, round) =>
        {
            await cluster.RollSilosAsync(round % 2 == 0 ? SiloVariant.Next : null);
            return () => Task.CompletedTask;
        })
        { RecoversOnceMended = true, Limit = TimeSpan.FromSeconds(5) },
        new("the database is away for 60 s", TimeSpan.FromSeconds(60), async (cluster, _) =>
        {
            await cluster.Database.StopAsync("immediate");
            return cluster.Database.StartAsync;
        })
        { RecoversOnceMended = true, Limit = TimeSpan.FromSeconds(5), WriteLimit = TimeSpan.FromSeconds(5), IsServedThrough = true },
    ];

    public static Fault Find(string name) => All.Single(fault => fault.Name == name);

    /// <summary>A silo is killed in the middle of a first write of a login name, which is committed after its death: when that says so.</summary>
    public static Fault KilledWritingNames(Func<Database, Task>? when = null) => new("a silo is killed while names are being written", Short, async (cluster, _) =>
    {
        var address = await cluster.Database.AwaitHeldNameAsync();
        var silo = Enumerable.Range(0, FaultCluster.Silos).Single(silo => cluster.Network.AddressOf(silo) == address);
        await cluster.Silo(silo).KillAsync();
        return async () =>
        {
            if (when is not null) await when(cluster.Database);
            await cluster.Database.ReleaseNamesAsync();
            await cluster.StartSiloAsync(silo);
        };
    })
    { Prepare = cluster => cluster.Database.HoldNamesAsync(), Names = 4, Limit = TimeSpan.FromSeconds(4) };

    // A silo that is frozen for longer than it takes to find it dead.
    private static Fault Freeze(string name, TimeSpan lasts) => new(name, lasts, (cluster, round) =>
    {
        var silo = round % FaultCluster.Silos;
        var dead = cluster.FreezeAsync(silo, lasts);
        return Task.FromResult<Func<Task>>(async () =>
        {
            await dead;
            await cluster.WakeAsync(silo);
        });
    })
    { Limit = TimeSpan.FromSeconds(5) };

    // One that is put back ends.
    private static Fault MoveClock(string name, TimeSpan by) => new(name, Short, (cluster, round) =>
    {
        var silo = round % FaultCluster.Silos;
        cluster.MoveClock(silo, by);
        return Task.FromResult<Func<Task>>(() =>
        {
            cluster.MoveClock(silo, TimeSpan.Zero);
            return Task.CompletedTask;
        });
    })
    { MovesClocks = true };

    private static Fault Restart(string name, Func<Database, Task> stop) => new(name, TimeSpan.FromSeconds(3), async (cluster, _) =>
    {
        await stop(cluster.Database);
        return cluster.Database.StartAsync;
    })
    { RecoversOnceMended = true, Limit = TimeSpan.FromSeconds(5), WriteLimit = TimeSpan.FromSeconds(5), IsServedThrough = true };

    private static Fault Delay(string name, TimeSpan delay) => new(name, Short, (cluster, _) =>
    {
        cluster.Cable.Delay = delay;
        return Task.FromResult<Func<Task>>(() =>
        {
            cluster.Cable.Delay = TimeSpan.Zero;
            return Task.CompletedTask;
        });
    })
    { RecoversOnceMended = true, IsDelayed = true, Limit = TimeSpan.FromSeconds(5) };

    private static Fault Partition(string name, bool fromOthers, bool fromDatabase, bool isOneWay = false, bool withGateway = false) =>
        new(name, Long, async (cluster, round) =>
        {
            var silo = round % FaultCluster.Silos;
            var others = Enumerable.Range(0, FaultCluster.Silos).Where(other => other != silo).ToArray();
            var links = new List<(int From, int To)>();
            if (fromOthers) links.AddRange(others.Select(other => (silo, other)));
            if (fromOthers && !isOneWay) links.AddRange(others.Select(other => (other, silo)));
            if (withGateway) links.AddRange(others.Select(other => (FaultCluster.GatewayNode(GatewayOf(round)), other)));
            foreach (var (from, to) in links) await cluster.Network.CutAsync(from, cluster.Network.AddressOf(to));
            if (fromDatabase) await cluster.Network.CutAsync(silo, cluster.Network.Database);
            return async () =>
            {
                foreach (var (from, to) in links) await cluster.Network.MendAsync(from, cluster.Network.AddressOf(to));
                if (fromDatabase) await cluster.Network.MendAsync(silo, cluster.Network.Database);
            };
        })
        { Limit = TimeSpan.FromSeconds(15), CutOffGateway = round => withGateway ? GatewayOf(round) : null };

    private static int GatewayOf(int round) => round % FaultCluster.Gateways;
}
