using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.GrainInterfaces.Roles;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace AuthServe.Postgres.Tests.Policies;

/// <summary>A revoked right is gone when the revoke returns, on whichever silo a user lives and whichever silo is asked.</summary>
public sealed class RevokeAcrossSilosTests
{
    private const string Permission = "billing.invoice.create";
    private const int Members = 24;
    private const int Rounds = 20;

    [Fact]
    public async Task No_silo_answers_by_the_old_state_while_all_are_asked_and_another_one_joins()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres);
        var silos = new List<TestSilo>(await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StartSiloAsync(database))));
        var (organization, owner, users) = await PrepareAsync(silos[0].Grains);
        await AssertSpreadAsync(silos[0].Grains, users);
        var watch = new Watch();
        using var stop = new CancellationTokenSource();
        var askers = silos.Select(silo => AskAsync(silo.Grains, organization, users, watch, stop.Token)).ToList();

        for (var round = 0; round < Rounds; round++)
        {
            if (round == Rounds / 2)
            {
                silos.Add(await StartSiloAsync(database));
                askers.Add(AskAsync(silos[^1].Grains, organization, users, watch, stop.Token));
            }

            var roles = silos[round % silos.Count].Grains.GetGrain<IOrganizationRoles>(organization.Value);
            watch.MayAllow();
            Assert.Null((await roles.AttachPermissionAsync(owner, "clerk", Permission)).Fault);
            await watch.SeeAsync(Members);
            Assert.Null((await roles.DetachPermissionAsync(owner, "clerk", Permission)).Fault);
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

    private static async Task<(OrganizationId Organization, Actor Owner, UserId[] Users)> PrepareAsync(IGrainFactory grains)
    {
        var accounts = grains.GetGrain<IAccountsGrain>(0);
        var signedUp = (await accounts.SignUpAsync(new(Account("owner"), new("Wonderland", null, "teams", false)))).Value!;
        var owner = new Actor(signedUp.User);
        var key = signedUp.Organization.Value;
        Assert.Null((await grains.GetGrain<IOrganizationPermissions>(key).CreatePermissionAsync(owner, Permission, null)).Fault);
        Assert.Null((await grains.GetGrain<IOrganizationRoles>(key).CreateRoleAsync(owner, new("clerk", null, []))).Fault);
        var users = new UserId[Members];
        for (var number = 0; number < Members; number++)
        {
            var added = await accounts.AddUserAsync(signedUp.Organization, owner, new(Account($"clerk{number}"), ["clerk"]));
            users[number] = added.Value!.Value.User;
        }

        return (signedUp.Organization, owner, users);
    }

    private static NewAccount Account(string name) => new(name, $"{name}@example.com", null, new Password("a long walk in May"));

    private static async Task AssertSpreadAsync(IGrainFactory grains, UserId[] users)
    {
        var management = grains.GetGrain<IManagementGrain>(0);
        var homes = await Task.WhenAll(users.Select(user => management.GetActivationAddress(grains.GetGrain<IUserGrain>(user.Value)).AsTask()));
        Assert.True(homes.Distinct().Count() > 1, "All users live on one silo: the test shows nothing.");
    }

    private static async Task AskAsync(IGrainFactory grains, OrganizationId organization, UserId[] users, Watch watch, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var phase = watch.Begin();
            var answer = await grains.GetGrain<IUserGrain>(users[number % users.Length].Value).CheckAsync(organization, new(Permission));
            watch.End(phase, answer.IsAllowed);
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
