using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Leases;
using AuthServe.Postgres.Tests.Policies;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Runtime;

namespace AuthServe.Postgres.Tests.Leases;

/// <summary>
/// A silo that is cut off from the database is declared dead, wrongly and without hearing of it: clients still reach it, and it still has
/// everything in memory.
/// </summary>
public sealed class CutOffSiloTests
{
    private const int Questions = 100;

    // Of so many, one is bound to come to the third silo.
    private const int MovingUsers = 8;

    [Fact]
    public async Task Answers_nothing_once_a_revoke_is_acknowledged() => Assert.Equal(0, await CountStaleAsync(_ => { }));

    // What shows that the test above could fail.
    [Fact]
    public async Task Would_go_on_answering_from_memory_without_its_lease() =>
        Assert.Equal(Questions, await CountStaleAsync(services => services.AddSingleton<ILease, Unfenced>()));

    // It has a lease still, and answers the users it has by what it knows; where they are active again nobody knows better until it has none.
    [Fact]
    public async Task Answers_by_the_same_state_as_the_majority_while_it_has_a_lease()
    {
        await using var split = await Split.StartAsync(_ => { });
        await split.AddThirdAsync();
        await split.World.DetachAsync();
        split.Cut();
        await split.DeclareDeadAsync();

        var attached = split.World.AttachAsync();
        do
        {
            foreach (var user in split.Users)
            {
                var isSeen = await split.World.MayAsync(split.Majority.Grains, user);
                if (isSeen) Assert.NotEqual(false, await split.AskCutOffAsync(user));
            }
        }
        while (!attached.IsCompleted);

        await attached;
        foreach (var user in split.Users) Assert.True(await split.World.MayAsync(split.Majority.Grains, user));
    }

    private static async Task<int> CountStaleAsync(Action<IServiceCollection> configure)
    {
        await using var split = await Split.StartAsync(configure);
        foreach (var user in split.Users) Assert.True(await split.World.MayAsync(split.CutOff.Grains, user));
        split.Cut();
        await split.DeclareDeadAsync();
        await split.World.DetachAsync();

        var stale = 0;
        for (var question = 0; question < Questions; question++)
        {
            if (await split.AskCutOffAsync(split.Users[question % split.Users.Count]) is true) stale++;
        }

        return stale;
    }

    /// <summary>Two silos, and users on one that can be cut off from the database.</summary>
    private sealed class Split : IAsyncDisposable
    {
        private readonly TestDatabase _database;
        private readonly Cable _cable;

        private TestSilo? _third;

        private Split(TestDatabase database, Cable cable, TestSilo majority, TestSilo cutOff, PolicyWorld world)
        {
            (_database, _cable) = (database, cable);
            (Majority, CutOff, World) = (majority, cutOff, world);
        }

        public TestSilo Majority { get; }

        public TestSilo CutOff { get; }

        public PolicyWorld World { get; }

        public List<UserId> Users { get; } = [];

        /// <summary>The users hold the permission.</summary>
        public static async Task<Split> StartAsync(Action<IServiceCollection> configure)
        {
            var database = await TestDatabase.CreateAsync(StorageEngine.Postgres);
            var connection = new NpgsqlConnectionStringBuilder(database.Settings["Storage:ConnectionString"]);
            var cable = new Cable(connection.Port);
            connection.Port = cable.Port;
            var settings = new Dictionary<string, string?>(database.Settings) { ["Storage:ConnectionString"] = connection.ToString() };

            // Grains go to any silo; those of the organization are here before there is another one.
            var majority = await TestSilo.StartAsync(database.Settings, Spread);
            var world = await PolicyWorld.FoundAsync(majority.Grains);
            var cutOff = await TestSilo.StartAsync(settings, services =>
            {
                Spread(services);
                configure(services);
            });
            await world.AttachAsync();
            var split = new Split(database, cable, majority, cutOff, world);
            while (split.Users.Count < MovingUsers)
            {
                var user = await world.AddMemberAsync();
                if (await world.LivesOnAsync(user, cutOff)) split.Users.Add(user);
            }

            return split;
        }

        /// <summary>Adds a silo that is not the organization's: users may come to be active there again.</summary>
        public async Task AddThirdAsync() => _third = await TestSilo.StartAsync(_database.Settings, Spread);

        public void Cut() => _cable.Cut();

        // The membership's own answer comes before the silo is dead.
        public async Task DeclareDeadAsync()
        {
            var address = CutOff.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
            var membership = Majority.Services.GetRequiredService<IClusterMembershipService>();
            Assert.True(await membership.TryKill(address));
            await foreach (var snapshot in membership.MembershipUpdates)
            {
                if (snapshot.GetSiloStatus(address) is SiloStatus.Dead) return;
            }
        }

        /// <summary>What the silo that is cut off says; null when it says nothing: rather no answer than a wrong one.</summary>
        public async Task<bool?> AskCutOffAsync(UserId user)
        {
            try
            {
                return await World.MayAsync(CutOff.Grains, user);
            }
            catch (StateUnavailableException)
            {
                return null;
            }
        }

        public async ValueTask DisposeAsync()
        {
            _cable.Mend();
            await CutOff.DisposeAsync();
            if (_third is not null) await _third.DisposeAsync();
            await Majority.DisposeAsync();
            await _cable.DisposeAsync();
            await _database.DisposeAsync();
        }

        private static void Spread(IServiceCollection services) => services.AddSingleton<PlacementStrategy, RandomPlacement>();
    }

    private sealed class Unfenced : ILease
    {
        public bool IsHeld => true;

        public TimeSpan Left => LeaseTimes.Duration;

        public Task Settled => Task.CompletedTask;
    }
}
