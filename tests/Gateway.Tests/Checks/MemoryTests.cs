using System.Net;
using AuthServe.Gateway.Tests.Access;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Support.Gateways;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Xunit;
using static AuthServe.Gateway.Tests.Access.Asking;

namespace AuthServe.Gateway.Tests.Checks;

/// <summary>Gateways answer from memory what they have asked before. Has a silo of its own, whose calls are counted, and two gateways.</summary>
public sealed class MemoryTests
{
    private const string Permission = "billing.invoice.create";
    private const int Rounds = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task No_silo_is_asked_again_and_every_change_is_known_once_it_is_acknowledged()
    {
        var calls = new Calls();
        await using var database = await TestDatabase.CreateAsync(TestDatabase.ChosenEngine);
        await using var silo = await TestSilo.StartAsync(database.Settings, services => services.AddSingleton<IIncomingGrainCallFilter>(calls));
        await using var first = await (await TestGateway.StartAsync([silo.GatewayPort])).ReadyAsync();
        await using var second = await (await TestGateway.StartAsync([silo.GatewayPort])).ReadyAsync();
        Api[] gateways = [new(first.Http), new(second.Http)];
        var owner = await gateways[0].SignUpAsync();
        await owner.AddRoleAsync("clerk", Permission);
        var bob = await gateways[0].AddUserAsync(owner, "clerk");

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var gateway in gateways) Assert.True(await AskUntilRememberedAsync(bob.At(gateway), calls));
            (await owner.DeleteAsync($"/v1/roles/clerk/permissions/{Permission}")).Expect(HttpStatusCode.NoContent);
            foreach (var gateway in gateways) Assert.False(await AskAsync(bob.At(gateway)));

            foreach (var gateway in gateways) Assert.False(await AskUntilRememberedAsync(bob.At(gateway), calls));
            (await owner.PutAsync($"/v1/roles/clerk/permissions/{Permission}")).Expect(HttpStatusCode.NoContent);
            foreach (var gateway in gateways) Assert.True(await AskAsync(bob.At(gateway)));

            (await owner.DeleteAsync($"/v1/users/{bob.UserId}/roles/clerk")).Expect(HttpStatusCode.NoContent);
            foreach (var gateway in gateways) Assert.False(await AskAsync(bob.At(gateway)));
            (await owner.PutAsync($"/v1/users/{bob.UserId}/roles/clerk")).Expect(HttpStatusCode.NoContent);
        }

        foreach (var gateway in gateways) Assert.True(await AskUntilRememberedAsync(bob.At(gateway), calls));
        (await bob.DeleteAsync("/v1/me/sessions")).Expect(HttpStatusCode.NoContent);
        foreach (var gateway in gateways) (await bob.At(gateway).PostAsync(One, Question(bob.UserId, Permission))).Expect(HttpStatusCode.Unauthorized);
    }

    private static async Task<bool> AskAsync(Session session) => (await session.PostAsync(One, Question(session.UserId, Permission))).Decision();

    // A gateway asks while it has no lease, as when the machine is so busy that it is not prolonged in time.
    private static async Task<bool> AskUntilRememberedAsync(Session session, Calls calls)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var before = calls.Count;
            var isAllowed = await AskAsync(session);
            if (calls.Count == before) return isAllowed;
            Assert.False(patience.IsCancellationRequested, "A silo is asked every time.");
        }
    }

    /// <summary>Counts what is asked of users.</summary>
    private sealed class Calls : IIncomingGrainCallFilter
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.InterfaceMethod?.DeclaringType == typeof(IUserGrain)) Interlocked.Increment(ref _count);
            return context.Invoke();
        }
    }
}
