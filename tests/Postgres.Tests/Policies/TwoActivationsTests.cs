using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.GrainDirectory;
using Orleans.Runtime;

namespace AuthServe.Postgres.Tests.Policies;

/// <summary>
/// The grain directory does not promise that a user has one activation. Here it has forgotten one: the user is active on two silos, and
/// both are asked.
/// </summary>
public sealed class TwoActivationsTests
{
    private const int Rounds = 10;

    [Fact]
    public async Task Both_answer_by_a_change_once_it_is_acknowledged()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres);
        await using var first = await StartSiloAsync(database);
        await using var second = await StartSiloAsync(database);
        var world = await PolicyWorld.FoundAsync(first.Grains);
        var user = await world.AddMemberAsync();
        await ActivateTwiceAsync(world, first, second, user);

        for (var round = 0; round < Rounds; round++)
        {
            await world.AttachAsync();
            Assert.True(await world.MayAsync(first.Grains, user));
            Assert.True(await world.MayAsync(second.Grains, user));
            await world.DetachAsync();
            Assert.False(await world.MayAsync(first.Grains, user));
            Assert.False(await world.MayAsync(second.Grains, user));
        }

        // And a change of the user alone, which each of the two has in its own record.
        await world.AttachAsync();
        await world.UnassignAsync(user);
        Assert.False(await world.MayAsync(first.Grains, user));
        Assert.False(await world.MayAsync(second.Grains, user));
    }

    private static Task<TestSilo> StartSiloAsync(TestDatabase database) =>
        TestSilo.StartAsync(database.Settings, services => services.AddSingleton<PlacementStrategy, PreferLocalPlacement>());

    private static async Task ActivateTwiceAsync(PolicyWorld world, TestSilo first, TestSilo second, UserId user)
    {
        Assert.False(await world.MayAsync(first.Grains, user));
        Assert.True(await world.LivesOnAsync(user, first));
        var grain = first.Grains.GetGrain<IUserGrain>(user.Value).GetGrainId();
        await ForgetAsync(second, grain);
        Assert.False(await world.MayAsync(second.Grains, user));

        var active = await first.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        Assert.Equal(2, active.Where(activation => activation.GrainId == grain).Select(activation => activation.SiloAddress).Distinct().Count());
    }

    // Orleans has no public way to lose a registration.
    private static async Task ForgetAsync(TestSilo silo, GrainId grain)
    {
        var runtime = typeof(Orleans.Runtime.Silo).Assembly;
        var type = runtime.GetType("Orleans.Runtime.GrainDirectory.GrainLocator", throwOnError: true)!;
        var locator = silo.Services.GetRequiredService(type);
        var address = await (ValueTask<GrainAddress?>)type.GetMethod("Lookup", [typeof(GrainId)])!.Invoke(locator, [grain])!;
        var unregister = type.GetMethod("Unregister")!;
        var cause = Enum.Parse(unregister.GetParameters()[1].ParameterType, "Force");
        await (Task)unregister.Invoke(locator, [address, cause])!;
        type.GetMethod("InvalidateCache", [typeof(GrainId)])!.Invoke(locator, [grain]);
    }
}
