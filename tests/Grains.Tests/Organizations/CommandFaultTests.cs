using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.Grains.Tests.Clients;
using AuthServe.Support.Silos;
using Orleans.Runtime;
using Xunit;

namespace AuthServe.Grains.Tests.Organizations;

/// <summary>A command is in effect as a whole or not at all, whichever of its writes fails. Has a silo of its own, whose storage fails.</summary>
public sealed class CommandFaultTests(SharedSilo silo) : IClassFixture<SharedSilo>
{
    private const string Permission = "billing.invoice.create";

    // Adds, removes and changes, of permissions and of roles: custom ones and a system role.
    private static readonly ImportManifest Import = new(
        new([new("billing.bill.read", "Read bills")], [new("auditor", null, ["billing.bill.read"]), new("user", "Everybody", ["billing.bill.read"])]),
        false, null, true, true);

    private static readonly Dictionary<string, Command> Commands = new(StringComparer.Ordinal)
    {
        ["create a role"] = new(
            scene => Result(scene.Tenant.Roles.CreateRoleAsync(scene.Owner, new("auditor", null, [Permission]))),
            async scene => (await scene.Tenant.Roles.GetRoleAsync("auditor")).Fault is null),
        ["detach a permission"] = new(
            scene => Result(scene.Tenant.Roles.DetachPermissionAsync(scene.Owner, "clerk", Permission)),
            async scene => !await scene.Tenant.MayAsync(scene.Clerk, Permission)),
        ["delete a role"] = new(
            scene => Result(scene.Tenant.Roles.DeleteRoleAsync(scene.Owner, "clerk")),
            async scene => !await scene.Tenant.MayAsync(scene.Clerk, Permission)),
        ["delete a permission that two roles carry"] = new(
            scene => Result(scene.Tenant.Permissions.DeletePermissionAsync(scene.Owner, Permission)),
            async scene => !await scene.Tenant.MayAsync(scene.Clerk, Permission)),
        ["assign a role"] = new(
            scene => Result(scene.Tenant.Members.AssignRoleAsync(scene.Owner, scene.Clerk, "admin")),
            scene => scene.Tenant.MayAsync(scene.Clerk, "auth.user.write")),
        ["unassign a role"] = new(
            scene => Result(scene.Tenant.Members.UnassignRoleAsync(scene.Owner, scene.Clerk, "clerk")),
            async scene => !await scene.Tenant.MayAsync(scene.Clerk, Permission)),
        ["disable a member"] = new(
            scene => Result(scene.Tenant.Members.UpdateMemberAsync(scene.Owner, scene.Clerk, new(null, false))),
            async scene => !await scene.Tenant.MayAsync(scene.Clerk, Permission)),
        ["remove a member"] = new(
            scene => Result(scene.Tenant.Members.RemoveMemberAsync(scene.Owner, scene.Clerk)),
            async scene => !await scene.Tenant.MayAsync(scene.Clerk, Permission)),
        ["import a manifest"] = new(
            scene => Result(scene.Tenant.Manifest.ImportAsync(scene.Owner, Import)),
            async scene => (await scene.Tenant.Permissions.GetPermissionAsync("billing.bill.read")).Value?.Description == "Read bills"
                && (await scene.Tenant.Permissions.GetPermissionAsync(Permission)).Value is null
                && (await scene.Tenant.Roles.GetRoleAsync("auditor")).Value is { Permissions: ["billing.bill.read"] }
                && (await scene.Tenant.Roles.GetRoleAsync("clerk")).Value is null
                && (await scene.Tenant.Roles.GetRoleAsync("user")).Value is { Permissions: ["auth.user.read", "billing.bill.read"] }
                && !await scene.Tenant.MayAsync(scene.Clerk, Permission)),
        ["create a client"] = new(
            scene => Result(scene.Tenant.Clients.CreateClientAsync(scene.Owner, new(ClientSamples.Service("Second"), "hash"))),
            async scene => (await scene.Tenant.Clients.ListClientsAsync(null, 10)).Items.Any(client => client.Settings.Name == "Second")),
        ["change a client"] = new(
            scene => Result(scene.Tenant.Clients.UpdateClientAsync(scene.Owner, scene.Client, ClientSamples.Rename("Renamed"))),
            async scene => (await scene.FindAsync())?.Name == "Renamed"),
        ["rotate the secret of a client"] = new(
            scene => Result(scene.Tenant.Clients.RotateSecretAsync(scene.Owner, scene.Client, "newer", TimeSpan.Zero)),
            async scene => (await scene.FindAsync())!.Secrets.Single().Sha256 == "newer"),
        ["assign a role to a client"] = new(
            scene => Result(scene.Tenant.Clients.AssignClientRoleAsync(scene.Owner, scene.Client, "admin")),
            scene => scene.Tenant.MayAsync(scene.Client.ServiceAccount, "auth.user.write")),
        ["unassign a role from a client"] = new(
            scene => Result(scene.Tenant.Clients.UnassignClientRoleAsync(scene.Owner, scene.Client, "clerk")),
            async scene => !await scene.Tenant.MayAsync(scene.Client.ServiceAccount, Permission)),
        ["delete a client"] = new(
            scene => Result(scene.Tenant.Clients.DeleteClientAsync(scene.Owner, scene.Client)),
            async scene => await scene.FindAsync() is null && !await scene.Tenant.MayAsync(scene.Client.ServiceAccount, Permission)),
    };

    public static MatrixTheoryData<string, FaultMoment> Cases => new(Commands.Keys, [FaultMoment.Before, FaultMoment.After]);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_failure_at_any_step_leaves_all_of_it_or_nothing(string name, FaultMoment moment)
    {
        var command = Commands[name];
        var undone = 0;
        var finished = 0;
        for (var step = 1; ; step++)
        {
            var scene = await PrepareAsync();
            silo.Faults.Arm(step, moment);
            var isAcknowledged = await TryAsync(() => command.Run(scene));
            silo.Faults.Disarm();

            // Any question to the organization finishes what it left; then nothing may be half done.
            await silo.AssertConsistentAsync(scene.Tenant);
            var isDone = await command.IsDone(scene);
            if (!silo.Faults.HasFired)
            {
                Assert.True(isAcknowledged && isDone);
                break;
            }

            Assert.False(isAcknowledged);
            if (isDone) finished++;
            else undone++;

            Assert.True(await TryAsync(() => command.Run(scene)) || isDone, "A command that is not in effect can be repeated.");
            Assert.True(await command.IsDone(scene));
            await silo.AssertConsistentAsync(scene.Tenant);
        }

        // The first write is the commit: lost before it, nothing happened; anything later, it happened.
        Assert.Equal(moment == FaultMoment.Before ? 1 : 0, undone);
        Assert.True(finished >= 2, $"{finished} commands were finished");
    }

    private async Task<Scene> PrepareAsync()
    {
        var tenant = await silo.SignUpAsync();
        await tenant.AddRoleAsync("clerk", Permission);
        Assert.Null((await tenant.Roles.AttachPermissionAsync(tenant.AsOwner, "user", Permission)).Fault);
        var client = await tenant.AddClientAsync("clerk");
        return new(tenant, await tenant.AddAsync("clerk"), client, silo.Grain<IClientGrain>(client.GrainKey));
    }

    private static async Task<bool> TryAsync(Func<Task<Fault?>> run)
    {
        try
        {
            return await run() is null;
        }
        catch (Exception exception) when (exception is IOException or OrleansException)
        {
            return false;
        }
    }

    private static async Task<Fault?> Result<T>(Task<Outcome<T>> outcome)
        where T : class => (await outcome).Fault;

    private sealed record Scene(Tenant Tenant, UserId Clerk, ClientId Client, IClientGrain Grain)
    {
        public ValueTask<OAuthClient?> FindAsync() => Grain.FindAsync();

        public Actor Owner => Tenant.AsOwner;
    }

    private sealed record Command(Func<Scene, Task<Fault?>> Run, Func<Scene, Task<bool>> IsDone);
}
