using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.Grains.Organizations;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit;

namespace AuthServe.Grains.Tests.Organizations;

/// <summary>After settling, nothing that was under way before can still happen.</summary>
public sealed class SettlingTests(SharedSilo silo)
{
    [Fact]
    public async Task An_organization_settled_before_its_founding_is_never_founded()
    {
        var (name, user, id) = (SharedSilo.NewName(), new UserId(Guid.CreateVersion7()), new OrganizationId(Guid.CreateVersion7()));
        await silo.Grain<ILoginNameGrain>(LoginName.UsernameKey(name)).ReserveAsync(user, id);
        await silo.Grain<ILoginNameGrain>(LoginName.EmailKey($"{name}@example.com")).ReserveAsync(user, id);
        var organization = silo.Grain<IOrganizationGrain>(id.Value);

        await organization.SettleAsync();
        var late = await organization.FoundAsync(new("Late", null, "teams", false), new(user, name, $"{name}@example.com", null, []));

        Assert.NotNull(late.Fault);
        Assert.Null(await organization.GetPolicyAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_that_was_under_way_is_refused(bool isFounded)
    {
        var id = isFounded ? (await silo.SignUpAsync()).Id.Value : Guid.CreateVersion7();
        var organization = silo.Grain<IOrganizationGrain>(id);
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>("Default");
        var row = new GrainState<OrganizationState>(new());
        await storage.ReadStateAsync("organization", ((IAddressable)organization).GetGrainId(), row);

        await organization.SettleAsync();

        await Assert.ThrowsAsync<InconsistentStateException>(
            () => storage.WriteStateAsync("organization", ((IAddressable)organization).GetGrainId(), row));
    }

    [Fact]
    public async Task Settling_changes_nothing_of_an_organization()
    {
        var tenant = await silo.SignUpAsync();

        await tenant.Organization.SettleAsync();

        Assert.True(await tenant.MayAsync(tenant.Owner, "auth.role.write"));
        Assert.Null((await tenant.Roles.CreateRoleAsync(tenant.AsOwner, new("clerk", null, []))).Fault);
        await silo.AssertConsistentAsync(tenant);
    }
}
