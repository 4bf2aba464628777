using System.Reflection;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Silos;
using AuthServe.Postgres.Tests.Policies;
using AuthServe.Support.Gateways;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;

namespace AuthServe.Postgres.Tests.Hosting;

/// <summary>A silo that stops refuses calls for a moment before the others know that it is gone.</summary>
public sealed class StoppingSiloTests
{
    private const int Enough = 3;

    [Fact]
    public async Task What_it_refuses_is_asked_again_by_a_gateway()
    {
        await using var pair = await Pair.StartAsync();
        await using var gateway = await (await TestGateway.StartAsync([pair.Asking.GatewayPort], configure: pair.Note)).ReadyAsync();
        pair.Refuse(times: Enough);
        Assert.False(await pair.AskAsync(gateway.Services.GetRequiredService<IClusterClient>()));
        Assert.Equal(Enough, pair.Refused);
    }

    [Fact]
    public async Task What_it_refuses_is_asked_again_by_another_silo()
    {
        await using var pair = await Pair.StartAsync();
        pair.Refuse(times: Enough);
        Assert.False(await pair.AskAsync(pair.Asking.Grains));
        Assert.Equal(Enough, pair.Refused);
    }

    // Whoever has called what asks would else ask again for all of it, of which some may be done.
    [Fact]
    public async Task What_it_refuses_for_too_long_fails_by_an_exception_that_is_no_refusal()
    {
        await using var pair = await Pair.StartAsync();
        pair.Refuse();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => pair.AskAsync(pair.Asking.Grains));
        Assert.True(pair.Refused > Enough);
    }

    [Fact]
    public async Task What_it_refuses_one_that_stops_as_well_fails_at_once_and_is_not_asked_again_by_whoever_called_that_one()
    {
        var caller = new RefusedCalls(stopping: CancellationToken.None);
        await using var pair = await Pair.StartAsync(asking => asking.Insert(0, ServiceDescriptor.Singleton<IOutgoingGrainCallFilter>(caller)));
        pair.Asking.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        pair.Refuse();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => pair.AskAsync(pair.Asking.Grains));
        Assert.Equal(1, pair.Refused);
    }

    /// <summary>Two silos, and a user on one of them whom the other one asks about.</summary>
    private sealed class Pair : IAsyncDisposable
    {
        private readonly Refusals _refusals = new();

        private TestDatabase _database = null!;
        private TestSilo _asked = null!;
        private PolicyWorld _world = null!;
        private UserId _user;

        public TestSilo Asking { get; private set; } = null!;

        public int Refused => _refusals.Count;

        public static async Task<Pair> StartAsync(Action<IServiceCollection>? configureAsking = null)
        {
            var pair = new Pair();
            pair._database = await TestDatabase.CreateAsync(StorageEngine.Postgres);
            pair._asked = await TestSilo.StartAsync(pair._database.Settings);
            pair._world = await PolicyWorld.FoundAsync(pair._asked.Grains);
            pair._user = await pair._world.AddMemberAsync();
            pair.Asking = await TestSilo.StartAsync(pair._database.Settings, services =>
            {
                pair.Note(services);
                configureAsking?.Invoke(services);
            });
            await pair.AskAsync(pair._asked.Grains);
            Assert.True(await pair._world.LivesOnAsync(pair._user, pair._asked));
            return pair;
        }

        /// <summary>Has a caller's refusals noted, each time it asks.</summary>
        public void Note(IServiceCollection services) => services.AddSingleton<IOutgoingGrainCallFilter>(_refusals);

        public Task<bool> AskAsync(IGrainFactory from) => _world.MayAsync(from, _user);

        /// <summary>Makes the silo do what Orleans does when it stops; for so many calls, or for good.</summary>
        public void Refuse(int times = int.MaxValue)
        {
            var type = typeof(Orleans.Runtime.Silo).Assembly.GetType("Orleans.Runtime.Messaging.MessageCenter", throwOnError: true)!;
            var messages = _asked.Services.GetRequiredService(type);
            type.GetMethod("BlockApplicationMessages")!.Invoke(messages, []);
            _refusals.Await(times, () => type.GetProperty("IsBlockingApplicationMessages", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(messages, false));
        }

        public async ValueTask DisposeAsync()
        {
            await _asked.DisposeAsync();
            await Asking.DisposeAsync();
            await _database.DisposeAsync();
        }
    }

    private sealed class Refusals : IOutgoingGrainCallFilter
    {
        private int _count;
        private int _awaited = int.MaxValue;
        private Action _then = static () => { };

        public int Count => Volatile.Read(ref _count);

        public void Await(int count, Action then) => (_awaited, _then) = (count, then);

        public async Task Invoke(IOutgoingGrainCallContext context)
        {
            try
            {
                await context.Invoke();
            }
            catch (OrleansMessageRejectionException) when (context.InterfaceName.EndsWith("IUserGrain", StringComparison.Ordinal))
            {
                if (Interlocked.Increment(ref _count) == _awaited) _then();
                throw;
            }
        }
    }
}
