using AuthServe.GrainInterfaces.Users;
using Xunit;

namespace AuthServe.Grains.Tests.Organizations;

/// <summary>A revoked right is gone when the revoke returns, whichever way it is revoked.</summary>
public sealed class RevocationTests(SharedSilo silo)
{
    private const string Permission = "billing.invoice.create";

    public static TheoryData<string> Ways => new(Revocations.Keys);

    private static Dictionary<string, Func<Tenant, Cast, Task>> Revocations { get; } = new(StringComparer.Ordinal)
    {
        ["unassign the role"] = async (tenant, users) => Assert.Null((await tenant.Members.UnassignRoleAsync(tenant.AsOwner, users.Clerk, "clerk")).Fault),
        ["detach the permission"] = async (tenant, _) => Assert.Null((await tenant.Roles.DetachPermissionAsync(tenant.AsOwner, "clerk", Permission)).Fault),
        ["replace the role's permissions"] = async (tenant, _) => Assert.Null((await tenant.Roles.UpdateRoleAsync(tenant.AsOwner, "clerk", new(null, []))).Fault),
        ["delete the role"] = async (tenant, _) => Assert.Null((await tenant.Roles.DeleteRoleAsync(tenant.AsOwner, "clerk")).Fault),
        ["delete the permission"] = async (tenant, _) => Assert.Null((await tenant.Permissions.DeletePermissionAsync(tenant.AsOwner, Permission)).Fault),
        ["disable the member"] = async (tenant, users) => Assert.Null((await tenant.Members.UpdateMemberAsync(tenant.AsOwner, users.Clerk, new(null, false))).Fault),
        ["remove the member"] = async (tenant, users) => Assert.Null((await tenant.Members.RemoveMemberAsync(tenant.AsOwner, users.Clerk)).Fault),
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_very_next_check_refuses(string way)
    {
        var (tenant, users) = await PrepareAsync();
        Assert.True(await tenant.MayAsync(users.Clerk, Permission));

        await Revocations[way](tenant, users);

        Assert.False(await tenant.MayAsync(users.Clerk, Permission));
        Assert.DoesNotContain(
            Permission, (await silo.User(users.Clerk).GetEffectivePermissionsAsync(tenant.Id))?.Permissions.Select(right => right.Permission) ?? []);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task No_check_that_starts_after_the_revoke_returned_allows_while_many_run(string way)
    {
        var (tenant, users) = await PrepareAsync();
        using var stop = new CancellationTokenSource();
        var revoked = 0;
        var stale = 0;
        var checks = 0;
        var checkers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var isRevoked = Volatile.Read(ref revoked) == 1;
                var isAllowed = await tenant.MayAsync(users.Clerk, Permission);
                Interlocked.Increment(ref checks);
                if (isRevoked && isAllowed) Interlocked.Increment(ref stale);
            }
        })).ToArray();

        await Revocations[way](tenant, users);
        Volatile.Write(ref revoked, 1);
        var atRevoke = Volatile.Read(ref checks);
        while (Volatile.Read(ref checks) < atRevoke + 200) await Task.Yield();
        await stop.CancelAsync();
        await Task.WhenAll(checkers);

        Assert.Equal(0, stale);
    }

    [Fact]
    public async Task A_role_made_again_is_not_given_to_who_had_the_old_one()
    {
        var (tenant, users) = await PrepareAsync();
        await tenant.Roles.DeleteRoleAsync(tenant.AsOwner, "clerk");

        await tenant.Roles.CreateRoleAsync(tenant.AsOwner, new("clerk", null, [Permission]));

        Assert.False(await tenant.MayAsync(users.Clerk, Permission));
        Assert.Empty((await tenant.Members.GetMemberAsync(users.Clerk)).Value!.Roles);
        Assert.Empty((await tenant.Roles.ListRoleMembersAsync("clerk", null, 10)).Value!.Items);
        Assert.Null((await tenant.Members.AssignRoleAsync(tenant.AsOwner, users.Clerk, "clerk")).Fault);
        Assert.True(await tenant.MayAsync(users.Clerk, Permission));
    }

    [Fact]
    public async Task A_permission_made_again_is_in_no_role()
    {
        var (tenant, users) = await PrepareAsync();
        await tenant.Permissions.DeletePermissionAsync(tenant.AsOwner, Permission);

        await tenant.Permissions.CreatePermissionAsync(tenant.AsOwner, Permission, null);

        Assert.False(await tenant.MayAsync(users.Clerk, Permission));
    }

    [Fact]
    public async Task A_check_says_why_and_as_of_when()
    {
        var (tenant, users) = await PrepareAsync();
        var revision = (await tenant.Organization.GetPolicyAsync())!.Revision;

        var allowed = await silo.User(users.Clerk).CheckAsync(tenant.Id, new(Permission, "invoice/42"));
        var refused = await silo.User(users.Clerk).CheckAsync(tenant.Id, new("billing.invoice.delete"));
        await tenant.Members.UpdateMemberAsync(tenant.AsOwner, users.Clerk, new(null, false));
        var disabled = await silo.User(users.Clerk).CheckAsync(tenant.Id, new(Permission));

        Assert.Equal((true, revision, "clerk"), (allowed.IsAllowed, allowed.Revision, Assert.Single(allowed.Via)));
        Assert.Equal((false, revision, Refusal.NotGranted), (refused.IsAllowed, refused.Revision, refused.Reason));
        Assert.Equal((false, revision + 1, Refusal.Disabled), (disabled.IsAllowed, disabled.Revision, disabled.Reason));
    }

    private async Task<(Tenant Tenant, Cast Users)> PrepareAsync()
    {
        var tenant = await silo.SignUpAsync();
        await tenant.AddRoleAsync("clerk", Permission);
        return (tenant, new(await tenant.AddAsync("clerk")));
    }

    internal readonly record struct Cast(GrainInterfaces.Accounts.UserId Clerk);
}
