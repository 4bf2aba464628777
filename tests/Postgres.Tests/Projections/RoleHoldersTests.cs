using System.Collections.Immutable;
using System.Data.Common;
using AuthServe.Grains.Projections;
using AuthServe.Grains.Users;
using AuthServe.Permissions;
using AuthServe.Support.Storage;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServe.Postgres.Tests.Projections;

/// <summary>Who is found to hold a permission is whom the engine allows it, also by what is limited to an object or a time.</summary>
public sealed class RoleHoldersTests(Silos silos)
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PermissionName Asked = PermissionName.Parse("billing.invoice.create");

    private static readonly Gen<DateTimeOffset> Time =
        Gen.OneOf(Now, Now.AddSeconds(1), Now.AddSeconds(-1), Now.AddHours(1), Now.AddHours(1).ToOffset(TimeSpan.FromHours(9)));

    private static readonly Gen<AssignmentState> Assignment = Gen.Select(
        Gen.OneOf("clerk", "biller", "reader"), Gen.Null(Gen.OneOf("billing.invoice/1", "billing.invoice/10", "billing.payment/1"), 0.5),
        Gen.Nullable(Time, 0.5), (role, resource, end) => new AssignmentState { Role = role, Incarnation = 1, Resource = resource, ExpiresAt = end });

    private static readonly Gen<MembershipState> Membership = Gen.Select(
        Assignment.Array[0, 5], Gen.Bool, (assignments, isActive) => new MembershipState { Assignments = [.. assignments], IsActive = isActive });

    private static readonly OrganizationPolicy Policy = OrganizationPolicy.Create(1,
    [
        new("clerk", 1, PermissionSet.From([Asked])),
        new("biller", 1, PermissionSet.From([PermissionName.Parse("billing.invoice.all")])),
        new("reader", 1, PermissionSet.From([PermissionName.Parse("billing.invoice.read")])),
    ]);

    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task Finds_whom_the_engine_allows_it(StorageEngine engine)
    {
        var (silo, _) = await silos.OnAsync(engine);
        var source = silo.Services.GetRequiredService<DbDataSource>();
        var resources = Gen.OneOf(null, "billing.invoice/1", "billing.invoice/10", "billing.invoice/2", "billing.invoice/");
        await Gen.Select(Membership.Array[0, 8], resources, Gen.Int[1, 3]).SampleAsync(async (memberships, resource, count) =>
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var organization = Guid.NewGuid();
            var expected = new SortedSet<Guid>();
            foreach (var membership in memberships)
            {
                var user = Guid.NewGuid();
                await RoleHolders.WriteAsync(connection, organization, new() { User = user, Membership = new() { IsActive = true } });
                await RoleHolders.WriteAsync(connection, organization, new() { User = user, Membership = membership });
                var rights = Policy.Compile(membership.Assignments.Select(assignment => assignment.ToEngine()));
                if (membership.IsActive && rights.Check(Asked, resource, Now).Allowed) expected.Add(user);
            }

            var roles = Policy.Roles.Where(role => role.Permissions.Contains(Asked)).Select(role => role.Role).ToArray();
            var found = new List<Guid>();
            ImmutableArray<Guid> page;
            do
            {
                page = await RoleHolders.ListAsync(connection, organization, roles, resource, Now, found.Count == 0 ? null : found[^1], count);
                found.AddRange(page);
            }
            while (!page.IsEmpty);

            Assert.Equal(expected, found);
        }, iter: 100, threads: 1);
    }

    [Theory, InlineData(StorageEngine.Sqlite), InlineData(StorageEngine.Postgres)]
    public async Task A_permission_that_every_role_grants_is_asked_for_in_parts(StorageEngine engine)
    {
        var (silo, _) = await silos.OnAsync(engine);
        await using var connection = await silo.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var (organization, roles) = (Guid.NewGuid(), Enumerable.Range(0, 1_000).Select(number => $"r{number}").ToArray());
        var users = new SortedSet<Guid>();
        foreach (var role in (int[])[0, 1, 199, 200, 201, 999])
        {
            var user = Guid.NewGuid();
            users.Add(user);
            await RoleHolders.WriteAsync(
                connection, organization, new() { User = user, Membership = new() { IsActive = true, Assignments = [new() { Role = roles[role] }] } });
        }

        Assert.Equal(users, await RoleHolders.ListAsync(connection, organization, roles, "a.b/1", Now, null, 10));
        Assert.Equal(users.Take(3), await RoleHolders.ListAsync(connection, organization, roles, "a.b/1", Now, null, 3));
    }
}
