using System.Data.Common;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Organizations;
using AuthServe.Support.Silos;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Xunit;

namespace AuthServe.Grains.Tests.Organizations;

/// <summary>Deleting an organization, also while writes fail. Has a silo of its own: it is the only one who writes there.</summary>
public sealed class DeletionTests(SharedSilo silo) : IClassFixture<SharedSilo>
{
    private static readonly string[] Directories =
        ["directory_members", "directory_member_roles", "directory_role_holders", "directory_clients", "directory_invitations", "organization_deletions"];

    [Theory]
    [InlineData(FaultMoment.Before)]
    [InlineData(FaultMoment.After)]
    public async Task A_failure_at_any_step_leaves_the_whole_organization_or_nothing(FaultMoment moment)
    {
        var (kept, deleted) = (0, 0);
        for (var step = 1; ; step++)
        {
            var (tenant, name, client) = await PrepareAsync();
            silo.Faults.Arm(step, moment);
            var isAcknowledged = await TryDeleteAsync(tenant, name);
            silo.Faults.Disarm();

            var again = await tenant.Organization.DeleteAsync(tenant.AsOwner, $"Org of {name}");
            Assert.True(again.Fault?.Code is null or "actor.forbidden", again.Fault?.Code);
            Assert.False(isAcknowledged && again.Fault is null, "An acknowledged deletion is lost.");
            if (again.Fault is null) kept++;
            else deleted++;
            await SweepAsync();
            await AssertGoneAsync(tenant, name, client);
            if (silo.Faults.HasFired) continue;

            Assert.True(isAcknowledged);
            break;
        }

        Assert.True(kept >= (moment == FaultMoment.Before ? 1 : 0), $"{kept} deletions did not come to be");
        Assert.True(deleted >= 10, $"{deleted} deletions were finished");
    }

    [Fact]
    public async Task A_large_organization_goes_in_batches_and_nobody_has_a_right_in_it_meanwhile()
    {
        var (tenant, name, _) = await PrepareAsync();
        var members = new List<UserId>();
        for (var added = 0; added < 260; added++) members.Add(await tenant.AddSilentAsync("admin"));

        Assert.Null((await tenant.Organization.DeleteAsync(tenant.AsOwner, $"Org of {name}")).Fault);

        foreach (var member in members) Assert.False(await tenant.MayAsync(member, "auth.user.read"));
        await silo.AssertConsistentAsync(tenant);
        await SweepAsync();
        foreach (var member in members) Assert.Null(await silo.User(member).GetAccountAsync());
        Assert.Equal(0, await CountAsync("directory_members", tenant));
    }

    [Fact]
    public async Task One_that_cannot_go_keeps_no_other_waiting()
    {
        Tenant[] tenants = [await silo.SignUpAsync(), await silo.SignUpAsync()];
        foreach (var tenant in tenants)
        {
            var name = (await tenant.Organization.FindAsync())!.Profile.Name;
            Assert.Null((await tenant.Organization.DeleteAsync(tenant.AsOwner, name)).Fault);
        }

        silo.Faults.Arm(1, FaultMoment.Before);
        foreach (var tenant in tenants) await PlantAsync(tenant);
        await SweepAsync();
        silo.Faults.Disarm();

        // Which one it was that failed, the silo's own sweep has a part in.
        Assert.True(silo.Faults.HasFired);
        Assert.InRange(await LeftAsync(), 0, 1);
        await SweepAsync();
        Assert.Equal(0, await LeftAsync());

        async Task<long> LeftAsync() =>
            await CountAsync("organization_deletions", tenants[0]) + await CountAsync("organization_deletions", tenants[1]);
    }

    [Fact]
    public async Task Who_is_a_member_elsewhere_keeps_account_and_rights_there()
    {
        var (home, (tenant, name, _)) = (await silo.SignUpAsync(), await PrepareAsync());
        var alice = await home.AddSilentAsync("admin");
        Assert.Null((await silo.Accounts.AcceptInvitationAsync(new(await tenant.InviteAsync(), alice, null))).Fault);

        Assert.Null((await tenant.Organization.DeleteAsync(tenant.AsOwner, $"Org of {name}")).Fault);

        Assert.True(await home.MayAsync(alice, "auth.user.write"));
        Assert.Equal(home.Id, Assert.Single((await silo.User(alice).GetAccountAsync())!.Memberships).Organization);
        await silo.AssertConsistentAsync(home);
    }

    [Fact]
    public async Task Nothing_happens_in_it_any_more()
    {
        var (tenant, name, _) = await PrepareAsync();
        var token = await tenant.InviteAsync();
        var alice = await tenant.AddSilentAsync("user");
        Assert.Null((await tenant.Organization.DeleteAsync(tenant.AsOwner, $"Org of {name}")).Fault);

        Assert.Equal("actor.forbidden", (await tenant.Roles.CreateRoleAsync(tenant.AsOwner, new("late", null, []))).Fault?.Code);
        Assert.Equal("user.not_found", (await tenant.Members.LeaveAsync(alice)).Fault?.Code);
        Assert.NotNull((await silo.Accounts.AcceptInvitationAsync(new(token, null, new(SharedSilo.NewName(), null, new(SharedSilo.Password))))).Fault);
        await SharedSilo.DeactivateAsync(tenant.Organization);
        await tenant.Organization.SettleAsync();
        Assert.Equal("organization.delete", await silo.NewestCommandAsync(tenant));
        Assert.Null(await tenant.Organization.FindAsync());
    }

    // With everything that an organization can have.
    private async Task<(Tenant Tenant, string Name, ClientId Client)> PrepareAsync()
    {
        var name = SharedSilo.NewName();
        var tenant = await silo.SignUpAsync(name);
        await tenant.AddRoleAsync("clerk", "billing.invoice.read");
        await tenant.AddSilentAsync("clerk", "user");
        await tenant.InviteAsync();
        return (tenant, name, await tenant.AddClientAsync("clerk"));
    }

    private static async Task<bool> TryDeleteAsync(Tenant tenant, string name)
    {
        try
        {
            return (await tenant.Organization.DeleteAsync(tenant.AsOwner, $"Org of {name}")).Fault is null;
        }
        catch (Exception exception) when (exception is IOException or OrleansException)
        {
            return false;
        }
    }

    private Task SweepAsync() => silo.Services.GetRequiredService<DeletionSweep>().SweepAsync(TestContext.Current.CancellationToken);

    private async Task AssertGoneAsync(Tenant tenant, string name, ClientId client)
    {
        Assert.Null(await tenant.Organization.GetPolicyAsync());
        Assert.False(await tenant.MayAsync(tenant.Owner, "auth.user.read"));
        Assert.Null(await silo.User(tenant.Owner).GetAccountAsync());
        Assert.Null(await silo.Grain<ILoginNameGrain>(LoginName.UsernameKey(name)).FindAsync());
        Assert.Null(await silo.Grain<ILoginNameGrain>(LoginName.EmailKey($"{name}@example.com")).FindAsync());
        Assert.Null(await silo.Grain<IClientGrain>(client.GrainKey).FindAsync());
        foreach (var table in Directories) Assert.Equal(0, await CountAsync(table, tenant));
        Assert.Equal("organization.delete", await silo.NewestCommandAsync(tenant));
        await silo.AssertConsistentAsync(tenant);
    }

    // A client that a crash has left.
    private async Task PlantAsync(Tenant tenant)
    {
        await using var connection = await silo.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        var row = new { id = tenant.Id.Value, client = Guid.NewGuid(), now = silo.Clock.GetUtcNow() };
        await connection.ExecuteAsync(
            "INSERT INTO directory_clients (organization_id, client_id, name, created_at, revision) VALUES (@id, @client, 'Left', @now, 1)", row);
        await connection.ExecuteAsync("INSERT INTO organization_deletions (organization_id, deleted_at) VALUES (@id, @now)", row);
        silo.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task<long> CountAsync(string table, Tenant tenant)
    {
        await using var connection = await silo.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long>(
            $"SELECT count(*) FROM {table} WHERE organization_id = @id", new { id = tenant.Id.Value });
    }
}
