using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.Grains.Policies;
using AuthServe.Grains.Users;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit;

namespace AuthServe.Grains.Tests.Users;

/// <summary>
/// The grain directory may let a user have two activations for a while. Here the test plays the second one: it writes the user's row
/// behind the first one's back, and pushes what an organization would push.
/// </summary>
public sealed class OvertakenActivationTests(SharedSilo silo)
{
    [Fact]
    public async Task Answers_by_the_row_that_the_other_one_wrote_as_soon_as_that_is_pushed()
    {
        var tenant = await silo.SignUpAsync();
        var admin = await tenant.AddAsync("admin");
        Assert.True(await tenant.MayAsync(admin, "auth.user.write"));

        var version = await OvertakeAsync(admin, membership => membership with { Assignments = [] });
        Assert.True(await tenant.MayAsync(admin, "auth.user.write"), "Nothing was pushed yet: the test would show nothing.");
        silo.Services.GetRequiredService<UserFloors>().Raise(admin.Value, version);

        Assert.False(await tenant.MayAsync(admin, "auth.user.write"));
    }

    [Fact]
    public async Task Rather_answers_nothing_when_the_row_it_reads_is_older_than_what_was_pushed()
    {
        var tenant = await silo.SignUpAsync();
        var admin = await tenant.AddAsync("admin");
        Assert.True(await tenant.MayAsync(admin, "auth.user.write"));

        silo.Services.GetRequiredService<UserFloors>().Raise(admin.Value, 1_000);

        await Assert.ThrowsAnyAsync<TimeoutException>(() => tenant.MayAsync(admin, "auth.user.write"));
    }

    [Fact]
    public async Task Cannot_write_over_what_the_other_one_wrote()
    {
        var tenant = await silo.SignUpAsync();
        var admin = await tenant.AddAsync("admin");
        await OvertakeAsync(admin, membership => membership with { IsActive = false });

        // The one that is behind reads the row as it is, and the entry is carried out on that.
        Assert.Null((await tenant.Members.AssignRoleAsync(tenant.AsOwner, admin, "user")).Fault);

        await silo.AssertConsistentAsync(tenant);
        Assert.Contains("user", (await tenant.Members.GetMemberAsync(admin)).Value!.Roles);
    }

    [Fact]
    public async Task Takes_in_a_change_while_checks_wait_in_it_for_the_organization()
    {
        var policies = new HeldPolicies();
        var own = new SharedSilo { Configure = services => services.AddSingleton<IPolicySource>(policies) };
        await using var _ = own;
        await own.InitializeAsync();
        var tenant = await own.SignUpAsync();
        var admin = await tenant.AddAsync("admin");
        var check = tenant.MayAsync(admin, "auth.user.write");
        await policies.Asked.WaitAsync(TestContext.Current.CancellationToken);
        await OvertakeAsync(own, admin, membership => membership with { IsActive = false });

        // The entry is carried out while the organization says nothing, as one that becomes active with an entry under way does.
        Assert.Null((await tenant.Members.AssignRoleAsync(tenant.AsOwner, admin, "user")).Fault);

        policies.End();
        check.Ignore();
    }

    private Task<long> OvertakeAsync(UserId user, Func<MembershipState, MembershipState> change) => OvertakeAsync(silo, user, change);

    private static async Task<long> OvertakeAsync(SharedSilo silo, UserId user, Func<MembershipState, MembershipState> change)
    {
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>("Default");
        var id = ((IAddressable)silo.User(user)).GetGrainId();
        var row = new GrainState<UserState>(new());
        await storage.ReadStateAsync("user", id, row);
        var (organization, membership) = row.State!.Memberships.Single();
        row.State = row.State with
        {
            Version = row.State.Version + 1,
            Memberships = row.State.Memberships.SetItem(organization, change(membership)),
        };
        await storage.WriteStateAsync("user", id, row);
        return row.State.Version;
    }

    private sealed class HeldPolicies : IPolicySource
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<PolicySnapshot?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public ValueTask<PolicySnapshot?> GetAsync(Guid organization)
        {
            _asked.TrySetResult();
            return new(_answer.Task);
        }

        public void End() => _answer.SetResult(null);
    }
}
