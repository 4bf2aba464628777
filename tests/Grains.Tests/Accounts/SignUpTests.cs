using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.LoginNames;
using AuthServe.Permissions;
using AuthServe.Support.Silos;
using Orleans.Runtime;
using Xunit;

namespace AuthServe.Grains.Tests.Accounts;

/// <summary>A sign-up makes everything or nothing. Has a silo of its own, whose storage fails and whose clock moves.</summary>
public sealed class SignUpTests(SharedSilo silo) : IClassFixture<SharedSilo>
{
    [Fact]
    public async Task Makes_an_owner_with_the_system_permissions()
    {
        var tenant = await silo.SignUpAsync();

        var rights = (await silo.User(tenant.Owner).GetEffectivePermissionsAsync(tenant.Id))!;

        Assert.Equal(
            SystemPermissions.All.Select(permission => permission.Name.Value),
            rights.Permissions.Select(right => right.Permission));
        await silo.AssertConsistentAsync(tenant);
    }

    [Fact]
    public async Task One_of_a_hundred_gets_the_name()
    {
        var name = SharedSilo.NewName();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => silo.TrySignUpAsync(name, $"{name}.{number}@example.com")));

        var winner = Assert.Single(outcomes, outcome => outcome.Fault is null).Value!;
        Assert.All(outcomes.Where(outcome => outcome.Fault is not null), outcome => Assert.Equal("user.username_taken", outcome.Fault!.Code));
        Assert.Equal(winner.User, (await SignInAsync(name)).Value?.User);
    }

    [Fact]
    public async Task Losing_the_address_frees_the_name()
    {
        var (first, second) = (SharedSilo.NewName(), SharedSilo.NewName());
        await silo.SignUpAsync(first);

        Assert.Equal("user.email_taken", (await silo.TrySignUpAsync(second, $"{first}@example.com")).Fault?.Code);

        Assert.Null((await silo.TrySignUpAsync(second)).Fault);
    }

    public static TheoryData<FaultMoment> Moments => [FaultMoment.Before, FaultMoment.After];

    /// <summary>
    /// Lets each write of a sign-up fail in turn. Either the sign-up is then found complete, or its names can be had again and nothing of
    /// it is left; and nobody has to wait longer than a reservation for that.
    /// </summary>
    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_failure_at_any_step_leaves_all_of_it_or_nothing(FaultMoment moment)
    {
        var (finished, undone) = (0, 0);
        for (var step = 1; ; step++)
        {
            var name = SharedSilo.NewName();
            silo.Faults.Arm(step, moment);
            var first = await TryAsync(() => silo.TrySignUpAsync(name));
            silo.Faults.Disarm();
            if (!silo.Faults.HasFired)
            {
                Assert.NotNull(first);
                break;
            }

            silo.Clock.Advance(LoginNameGrain.ReservationPeriod + TimeSpan.FromSeconds(1));
            var again = await silo.TrySignUpAsync(name);
            if (again.Fault is null) undone++;
            else finished++;
            await AssertWholeAsync(name);
        }

        Assert.True(undone >= 3, $"{undone} sign-ups were undone");
        Assert.True(finished >= 3, $"{finished} sign-ups were finished");
    }

    [Fact]
    public async Task A_name_is_not_taken_from_a_sign_up_that_committed_and_then_failed()
    {
        var name = SharedSilo.NewName();
        silo.Faults.Arm(5, FaultMoment.Before);
        await TryAsync(() => silo.TrySignUpAsync(name));
        silo.Faults.Disarm();

        Assert.Equal("user.username_taken", (await silo.TrySignUpAsync(name)).Fault?.Code);
        Assert.Null((await SignInAsync(name)).Fault);
    }

    private async Task AssertWholeAsync(string name)
    {
        var signedIn = (await SignInAsync(name)).Value!;
        Assert.Equal(SystemPermissions.All.Length, signedIn.Scope.Length);
        var account = (await silo.User(signedIn.User).GetAccountAsync())!;
        Assert.Equal(name, account.Username);
        Assert.Equal(signedIn.Organization, Assert.Single(account.Memberships).Organization);
        Assert.Equal(signedIn.User, (await SignInAsync($"{name}@example.com")).Value?.User);
        Assert.Equal("user.username_taken", (await silo.TrySignUpAsync(name, $"other-{name}@example.com")).Fault?.Code);
        await silo.AssertConsistentAsync(new(silo, signedIn.Organization, signedIn.User));
    }

    private Task<Outcome<SignedIn>> SignInAsync(string login) =>
        silo.Accounts.SignInAsync(new(login, new(SharedSilo.Password), null, null));

    private static async Task<Outcome<SignedUp>?> TryAsync(Func<Task<Outcome<SignedUp>>> signUp)
    {
        try
        {
            return await signUp();
        }
        catch (Exception exception) when (exception is IOException or OrleansException)
        {
            return null;
        }
    }
}
