using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Support.Silos;
using Orleans.Runtime;
using Xunit;

namespace AuthServe.Grains.Tests.Organizations;

/// <summary>What an organization says it has reached is in effect everywhere. Has a silo of its own, whose storage fails.</summary>
public sealed class ReachTests(SharedSilo silo) : IClassFixture<SharedSilo>
{
    [Fact]
    public async Task Reaches_what_is_acknowledged_and_nothing_beyond()
    {
        var tenant = await silo.SignUpAsync();
        var written = (await tenant.Permissions.CreatePermissionAsync(tenant.AsOwner, "billing.invoice.read", null)).Value!.Revision;

        Assert.Equal(written, await tenant.Organization.ReachAsync(0));
        Assert.Equal(written, await tenant.Organization.ReachAsync(written));
        Assert.Equal(written, await tenant.Organization.ReachAsync(written + 1));
        await SharedSilo.DeactivateAsync(tenant.Organization);
        Assert.Equal(written, await tenant.Organization.ReachAsync(written));
    }

    [Fact]
    public async Task A_change_whose_projection_failed_is_reached_once_it_is_carried_out()
    {
        for (var step = 1; ; step++)
        {
            var tenant = await silo.SignUpAsync();
            var before = await tenant.Organization.ReachAsync(0);
            silo.Faults.Arm(step, FaultMoment.After);
            await TryAsync(() => tenant.Permissions.CreatePermissionAsync(tenant.AsOwner, "billing.invoice.read", null));
            if (!silo.Faults.HasFired) break;

            var reached = await UntilAnsweredAsync(() => tenant.Organization.ReachAsync(before + 1));

            Assert.Equal(before + 1, reached);
            await silo.AssertConsistentAsync(tenant);
        }

        silo.Faults.Disarm();
    }

    private static async Task TryAsync<T>(Func<Task<Outcome<T>>> command)
        where T : class
    {
        try
        {
            await command();
        }
        catch (Exception exception) when (exception is IOException or OrleansException)
        {
            // The caller does not know what came of it.
        }
    }

    private static async Task<long> UntilAnsweredAsync(Func<ValueTask<long>> ask)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception exception) when (exception is IOException or OrleansException)
            {
                // The activation that failed has not ended yet.
            }
        }
    }
}
