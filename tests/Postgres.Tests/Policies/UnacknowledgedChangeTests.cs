using AuthServe.GrainInterfaces.Clients;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace AuthServe.Postgres.Tests.Policies;

/// <summary>
/// A change that is committed and that one silo has not been told of. If the organization's own silo answered by it already and then died, its
/// users would be answered by the state before it where they come to be active again.
/// </summary>
public sealed class UnacknowledgedChangeTests
{
    private const int Questions = 100;

    [Fact]
    public async Task Is_not_seen_on_the_organizations_own_silo_before_every_other_one_has_it()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres);
        var barrier = new Barrier();
        await using var own = await StartSiloAsync(database);
        await using var other = await StartSiloAsync(database, barrier);
        var world = await PolicyWorld.FoundAsync(own.Grains);
        var user = await world.AddMemberAsync();
        Assert.False(await world.MayAsync(own.Grains, user));
        Assert.True(await world.LivesOnAsync(user, own));

        barrier.Close();
        var attached = world.AttachAsync();
        await barrier.Reached;
        for (var question = 0; question < Questions; question++) Assert.False(await world.MayAsync(own.Grains, user));

        barrier.Open();
        await attached;
        Assert.True(await world.MayAsync(own.Grains, user));
    }

    [Fact]
    public async Task Of_a_client_is_not_seen_while_a_gateway_of_another_silo_may_answer_by_what_was_before()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres);
        var barrier = new Barrier();
        await using var own = await StartSiloAsync(database);
        await using var other = await StartSiloAsync(database, barrier);
        var world = await PolicyWorld.FoundAsync(own.Grains);
        var client = await world.AddClientAsync("before");

        barrier.Close();
        var renamed = world.RenameAsync(client, "after");
        await barrier.Reached;
        for (var question = 0; question < Questions; question++) Assert.Equal("before", await NameAsync());

        barrier.Open();
        await renamed;
        Assert.Equal("after", await NameAsync());

        async Task<string> NameAsync() => (await own.Grains.GetGrain<IClientGrain>(client.GrainKey).FindAsync())!.Name;
    }

    private static Task<TestSilo> StartSiloAsync(TestDatabase database, Barrier? barrier = null) =>
        TestSilo.StartAsync(database.Settings, services =>
        {
            services.AddSingleton<PlacementStrategy, PreferLocalPlacement>();
            if (barrier is not null) services.AddSingleton<IIncomingGrainCallFilter>(barrier);
        });

    /// <summary>Holds the changes that are pushed to a silo, while it is closed.</summary>
    private sealed class Barrier : IIncomingGrainCallFilter
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource? _opened;

        public Task Reached => _reached.Task;

        public void Close() => _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open() => _opened!.SetResult();

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (_opened is { } opened && context.InterfaceName.Contains("IReplicaService", StringComparison.Ordinal))
            {
                _reached.TrySetResult();
                await opened.Task;
            }

            await context.Invoke();
        }
    }
}
