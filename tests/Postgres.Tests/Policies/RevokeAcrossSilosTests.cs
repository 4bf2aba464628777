using AuthServe.GrainInterfaces.Accounts;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace AuthServe.Postgres.Tests.Policies;

/// <summary>A revoked right is gone when the revoke returns, on whichever silo a user lives and whichever silo is asked.</summary>
public sealed class RevokeAcrossSilosTests
{
    private const int Members = 24;
    private const int Rounds = 20;

    [Fact]
    public async Task No_silo_answers_by_the_old_state_while_all_are_asked_and_another_one_joins()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres);
        var silos = new List<TestSilo>(await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StartSiloAsync(database))));
        var world = await PolicyWorld.FoundAsync(silos[0].Grains);
        var users = new UserId[Members];
        for (var number = 0; number < Members; number++) users[number] = await world.AddMemberAsync();
        var homes = await Task.WhenAll(users.Select(user => world.FindAsync(user).AsTask()));
        Assert.True(homes.Distinct().Count() > 1, "All users live on one silo: the test shows nothing.");
        var watch = new Watch();
        using var stop = new CancellationTokenSource();
        var askers = silos.Select(silo => AskAsync(silo.Grains, world, users, watch, stop.Token)).ToList();

        for (var round = 0; round < Rounds; round++)
        {
            if (round == Rounds / 2)
            {
                silos.Add(await StartSiloAsync(database));
                askers.Add(AskAsync(silos[^1].Grains, world, users, watch, stop.Token));
            }

            var grains = silos[round % silos.Count].Grains;
            watch.MayAllow();
            await world.AttachAsync(grains);
            await watch.SeeAsync(Members);
            await world.DetachAsync(grains);
            watch.MustRefuse();
            await watch.SeeAsync(Members);
        }

        await stop.CancelAsync();
        await Task.WhenAll(askers);
        Assert.Equal(0, watch.Stale);
        Assert.True(watch.Allowed > 0, "Nothing was ever allowed: the test shows nothing.");
        await Task.WhenAll(silos.Select(silo => silo.DisposeAsync().AsTask()));
    }

    // Grains go to any silo, so that users and organization do not all live where they were first called from.
    private static Task<TestSilo> StartSiloAsync(TestDatabase database) =>
        TestSilo.StartAsync(database.Settings, services => services.AddSingleton<PlacementStrategy, RandomPlacement>());

    private static async Task AskAsync(IGrainFactory grains, PolicyWorld world, UserId[] users, Watch watch, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var phase = watch.Begin();
            watch.End(phase, await world.MayAsync(grains, users[number % users.Length]));
        }
    }

    /// <summary>What the askers may and must see, from outside.</summary>
    private sealed class Watch
    {
        private int _phase;
        private int _seen;
        private int _stale;
        private int _allowed;

        public int Stale => _stale;

        public int Allowed => _allowed;

        public void MayAllow() => Interlocked.Increment(ref _phase);

        public void MustRefuse() => Interlocked.Increment(ref _phase);

        /// <summary>Even phases are those in which every question that begins must be refused.</summary>
        public int Begin() => Volatile.Read(ref _phase);

        public void End(int phase, bool isAllowed)
        {
            if (isAllowed) Interlocked.Increment(ref _allowed);
            if (isAllowed && phase % 2 == 0 && Volatile.Read(ref _phase) == phase) Interlocked.Increment(ref _stale);
            Interlocked.Increment(ref _seen);
        }

        public async Task SeeAsync(int answers)
        {
            var until = Volatile.Read(ref _seen) + answers;
            while (Volatile.Read(ref _seen) < until) await Task.Yield();
        }
    }
}
