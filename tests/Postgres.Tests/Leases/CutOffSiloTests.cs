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

    [Fact]
    public async Task Answers_nothing_once_a_revoke_is_acknowledged() => Assert.Equal(0, await CountStaleAsync(_ => { }));

    // What shows that the test above could fail.
    [Fact]
    public async Task Would_go_on_answering_from_memory_without_its_lease() =>
        Assert.Equal(Questions, await CountStaleAsync(services => services.AddSingleton<ILease, Unfenced>()));

    private static async Task<int> CountStaleAsync(Action<IServiceCollection> configure)
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres);
        var connection = new NpgsqlConnectionStringBuilder(database.Settings["Storage:ConnectionString"]);
        await using var cable = new Cable(connection.Port);
        connection.Port = cable.Port;
        var settings = new Dictionary<string, string?>(database.Settings) { ["Storage:ConnectionString"] = connection.ToString() };

        // Grains go to any silo; those of the organization are here before there is another one.
        static void Spread(IServiceCollection services) => services.AddSingleton<PlacementStrategy, RandomPlacement>();
        await using var majority = await TestSilo.StartAsync(database.Settings, Spread);
        var world = await PolicyWorld.FoundAsync(majority.Grains);
        await using var cutOff = await TestSilo.StartAsync(settings, services =>
        {
            Spread(services);
            configure(services);
        });
        await world.AttachAsync();
        var user = await world.AddMemberAsync();
        while (!await world.LivesOnAsync(user, cutOff)) user = await world.AddMemberAsync();
        Assert.True(await world.MayAsync(cutOff.Grains, user));

        cable.Cut();
        await DeclareDeadAsync(majority, cutOff);
        await world.DetachAsync();

        var stale = 0;
        for (var question = 0; question < Questions; question++)
        {
            try
            {
                if (await world.MayAsync(cutOff.Grains, user)) stale++;
            }
            catch (StateUnavailableException)
            {
                // Rather no answer than a wrong one.
            }
        }

        cable.Mend();
        return stale;
    }

    // The membership's own answer comes before the silo is dead.
    private static async Task DeclareDeadAsync(TestSilo by, TestSilo silo)
    {
        var address = silo.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        var membership = by.Services.GetRequiredService<IClusterMembershipService>();
        Assert.True(await membership.TryKill(address));
        await foreach (var snapshot in membership.MembershipUpdates)
        {
            if (snapshot.GetSiloStatus(address) is SiloStatus.Dead) return;
        }
    }

    private sealed class Unfenced : ILease
    {
        public bool IsHeld => true;

        public Task Begun => Task.CompletedTask;
    }
}
