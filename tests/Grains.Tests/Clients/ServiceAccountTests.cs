using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Policies;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServe.Grains.Tests.Clients;

/// <summary>A client acts by an account that checks know, and that nobody administers as a member.</summary>
public sealed class ServiceAccountTests(SharedSilo silo)
{
    [Fact]
    public async Task Checks_know_it_by_the_roles_of_the_client()
    {
        var tenant = await silo.SignUpAsync();
        await tenant.AddRoleAsync("clerk", "billing.invoice.create");
        var client = await tenant.AddClientAsync("clerk");

        var check = await silo.User(client.ServiceAccount).CheckAsync(tenant.Id, new("billing.invoice.create"));
        var roles = await tenant.Roles.ListRolesOfSubjectAsync(client.ServiceAccount);

        Assert.True(check.IsAllowed);
        Assert.Equal(["clerk"], check.Via);
        Assert.Equal(["clerk"], roles.Value!.Items.Select(role => role.Name));
        Assert.True((await silo.User(client.ServiceAccount).GetEffectivePermissionsAsync(tenant.Id))!.IsService);
        Assert.True((await silo.User(client.ServiceAccount).GetAccountAsync())!.IsService);
    }

    [Fact]
    public async Task A_role_taken_from_the_client_is_gone_when_the_call_returns()
    {
        var tenant = await silo.SignUpAsync();
        await tenant.AddRoleAsync("clerk", "billing.invoice.create");
        await tenant.AddRoleAsync("other", "billing.report.read");
        var client = await tenant.AddClientAsync("clerk", "other");

        await tenant.Clients.UnassignClientRoleAsync(tenant.AsOwner, client, "clerk");
        Assert.False(await tenant.MayAsync(client.ServiceAccount, "billing.invoice.create"));

        await tenant.Roles.DeleteRoleAsync(tenant.AsOwner, "other");
        Assert.False(await tenant.MayAsync(client.ServiceAccount, "billing.report.read"));
        Assert.Empty((await tenant.Clients.GetClientAsync(client)).Value!.Roles);
    }

    [Fact]
    public async Task It_is_no_member_whom_anybody_administers()
    {
        var tenant = await silo.SignUpAsync();
        var account = (await tenant.AddClientAsync("user")).ServiceAccount;

        Assert.Equal("user.not_found", (await tenant.Members.GetMemberAsync(account)).Fault?.Code);
        Assert.Equal("user.not_found", (await tenant.Members.GetMemberRolesAsync(account)).Fault?.Code);
        Assert.Equal("user.not_found", (await tenant.Members.UpdateMemberAsync(tenant.AsOwner, account, new("x", null))).Fault?.Code);
        Assert.Equal("user.not_found", (await tenant.Members.AssignRoleAsync(tenant.AsOwner, account, "owner")).Fault?.Code);
        Assert.Equal("user.not_found", (await tenant.Members.UnassignRoleAsync(tenant.AsOwner, account, "user")).Fault?.Code);
        Assert.Equal("user.not_found", (await tenant.Members.RemoveMemberAsync(tenant.AsOwner, account)).Fault?.Code);
        Assert.True(await tenant.MayAsync(account, "auth.user.read"));
    }

    [Fact]
    public async Task It_is_in_no_list_of_members()
    {
        var tenant = await silo.SignUpAsync();
        var member = await tenant.AddAsync("user");
        await tenant.AddClientAsync("user");

        var members = (await tenant.Members.ListMembersAsync(new(null, null, null), null, 10)).Items;
        var users = (await tenant.Roles.ListRoleMembersAsync("user", null, 10)).Value!.Items;

        Assert.Equal(new[] { tenant.Owner, member }.ToHashSet(), members.Select(found => found.User).ToHashSet());
        Assert.Equal([member], users.Select(found => found.User));
    }

    [Fact]
    public async Task It_owns_no_name_and_a_deleted_one_releases_none()
    {
        var tenant = await silo.SignUpAsync();
        var client = await tenant.AddClientAsync();
        Assert.Null(await silo.Grain<ILoginNameGrain>(LoginName.UsernameKey("")).FindAsync());

        await tenant.Clients.DeleteClientAsync(tenant.AsOwner, client);

        Assert.Equal(Refusal.NotMember, (await silo.User(client.ServiceAccount).CheckAsync(tenant.Id, new(null))).Reason);
    }

    [Fact]
    public async Task It_does_not_count_as_an_owner_who_stays()
    {
        var tenant = await silo.SignUpAsync();
        await tenant.AddClientAsync("admin");

        Assert.Equal("organization.last_owner", (await tenant.Members.RemoveMemberAsync(tenant.AsOwner, tenant.Owner)).Fault?.Code);
    }

    [Fact]
    public async Task Every_change_of_a_client_is_pushed_to_its_activations()
    {
        var tenant = await silo.SignUpAsync();
        var client = await tenant.AddClientAsync();
        var floors = silo.Services.GetRequiredService<ClientFloors>();

        var rotated = (await tenant.Clients.RotateSecretAsync(tenant.AsOwner, client, "newer", TimeSpan.Zero)).Value!.Revision;
        Assert.Equal(rotated, VersionOf(client));

        var deleted = (await tenant.Clients.DeleteClientAsync(tenant.AsOwner, client)).Value!.Revision;
        Assert.Equal(deleted, VersionOf(client));

        long VersionOf(ClientId id)
        {
            var floor = floors.Acquire(id.Value, TimeProvider.System.GetTimestamp());
            floors.Release(floor);
            return floor.Version;
        }
    }

    [Fact]
    public async Task An_activation_of_a_client_that_is_behind_what_was_pushed_reads_its_row_again()
    {
        var tenant = await silo.SignUpAsync();
        var client = await tenant.AddClientAsync();

        silo.Services.GetRequiredService<ClientFloors>().Raise(client.Value, 1_000);

        await Assert.ThrowsAsync<StateUnavailableException>(async () => await silo.Grain<IClientGrain>(client.GrainKey).FindAsync());
    }
}
