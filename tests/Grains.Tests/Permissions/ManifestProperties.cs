using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.GrainInterfaces.Roles;
using CsCheck;
using Xunit;

namespace AuthServe.Grains.Tests.Permissions;

/// <summary>What a dry run says is what an import then does, found out by asking for everything before and after.</summary>
public sealed class ManifestProperties(SharedSilo silo)
{
    private static readonly string[] Own =
        [.. from service in new[] { "billing", "shop" } from resource in new[] { "bill", "item" } from action in new[] { "read", "write", "all" }
            select $"{service}.{resource}.{action}"];

    private static readonly string[] System = ["auth.user.read", "auth.user.all", "auth.role.write", "auth.role.all"];
    private static readonly string[] Held = ["auditor", "boss", "clerk", "lead", "admin", "user"];
    private static readonly string[] Named = [.. Held, "owner"];

    private static readonly Gen<string?> Texts = Gen.Int[0, 2].Select(at => at == 0 ? null : $"Called {at}");

    private static readonly Gen<Manifest> Manifests = Gen.Select(
        Gen.Shuffle(Own, 2, Own.Length), Texts.Array[Own.Length],
        Gen.Shuffle(Named, 0, 6), Gen.Int.Array[7], Texts.Array[7],
        (permissions, descriptions, roles, seeds, names) => new Manifest(
            [.. permissions.Select((permission, at) => new ManifestPermission(permission, descriptions[at]))],
            [.. roles.Select((role, at) => new ManifestRole(role, names[at], Some([.. permissions, .. System], seeds[at])))]));

    private static readonly Gen<string[][]> Accounts = Gen.Shuffle(Held, 0, 4).Array[1, 6];

    [Fact]
    public Task A_dry_run_tells_what_an_import_does() => Gen.Select(Manifests, Manifests, Accounts, Gen.Int[0, 3]).SampleAsync(
        async (first, second, accounts, change) =>
        {
            var tenant = await silo.SignUpAsync();
            await ImportAsync(tenant, first, isDryRun: false);
            await PopulateAsync(tenant, accounts, change);
            var before = await Snapshot.TakeAsync(silo, tenant);

            var told = await ImportAsync(tenant, second, isDryRun: true);
            Assert.Equal(before.Revision, told.Revision);
            Assert.Equal(before.Revision, (await tenant.Organization.GetPolicyAsync())!.Revision);
            var done = await tenant.Manifest.ImportAsync(tenant.AsOwner, new(second, false, told.Revision, true, true));

            var after = await Snapshot.TakeAsync(silo, tenant);
            AssertSame(told.Value, done.Value!.Value);
            Assert.Equal(after.Revision, done.Value!.Revision);
            Assert.Equal(told.Value.IsEmpty ? before.Revision : before.Revision + 1, after.Revision);
            AssertCatalogue(before, after, told.Value.Permissions);
            AssertRoles(before, after, told.Value.Roles);
            AssertRights(before, after, told.Value.Rights);
            await silo.AssertConsistentAsync(tenant);
        },
        iter: 25, threads: 1);

    [Fact]
    public Task Importing_what_was_exported_changes_nothing() => Gen.Select(Manifests, Accounts, Gen.Int[0, 3]).SampleAsync(
        async (manifest, accounts, change) =>
        {
            var tenant = await silo.SignUpAsync();
            await ImportAsync(tenant, manifest, isDryRun: false);
            await PopulateAsync(tenant, accounts, change);
            var exported = (await tenant.Manifest.ExportAsync()).Value!;

            var receipt = await ImportAsync(tenant, exported.Value, isDryRun: false);

            Assert.True(receipt.Value.IsEmpty);
            Assert.Equal(exported.Revision, receipt.Revision);
        },
        iter: 15, threads: 1);

    private static async Task<GrainInterfaces.Outcomes.Receipt<ManifestDifference>> ImportAsync(Tenant tenant, Manifest manifest, bool isDryRun)
    {
        var outcome = await tenant.Manifest.ImportAsync(tenant.AsOwner, new(manifest, isDryRun, null, true, true));
        Assert.Null(outcome.Fault);
        return outcome.Value!;
    }

    private static async Task PopulateAsync(Tenant tenant, string[][] accounts, int change)
    {
        var roles = (await tenant.Roles.ListRolesAsync(null, 100)).Items.Select(role => role.Name).ToHashSet();
        foreach (var (at, wanted) in accounts.Index())
        {
            string[] held = [.. wanted.Where(roles.Contains)];
            if (at % 3 == 2) await tenant.AddClientAsync(held);
            else
            {
                var member = await tenant.AddSilentAsync(held);
                if (at == 4) await tenant.Members.UpdateMemberAsync(tenant.AsOwner, member, new(null, false));
            }
        }

        // Changes that no import makes: a system role that is less than it was, a role that is another one of the same name.
        if (change == 1) await tenant.Roles.DetachPermissionAsync(tenant.AsOwner, "admin", "auth.user.write");
        if (change == 2) await tenant.Roles.UpdateRoleAsync(tenant.AsOwner, "user", new("Everybody", []));
        if (change == 3 && (await tenant.Roles.DeleteRoleAsync(tenant.AsOwner, "clerk")).Fault is null)
            await tenant.Roles.CreateRoleAsync(tenant.AsOwner, new("clerk", null, ["auth.role.write"]));
    }

    private static ImmutableArray<string> Some(string[] permissions, int seed) =>
        [.. permissions.Where((_, at) => (seed >> (at % 31) & 1) == 1)];

    private static void AssertSame(ManifestDifference told, ManifestDifference done) =>
        Assert.Equal(global::System.Text.Json.JsonSerializer.Serialize(told), global::System.Text.Json.JsonSerializer.Serialize(done));

    private static void AssertCatalogue(Snapshot before, Snapshot after, PermissionsDifference told)
    {
        Assert.Equal(after.Catalogue.Except(before.Catalogue, BySlug), told.Added);
        Assert.Equal(before.Catalogue.Except(after.Catalogue, BySlug), told.Removed);
        var changed = before.Catalogue.Join(
                after.Catalogue, item => item.Slug, item => item.Slug, (old, next) => new DescriptionChange(old.Slug, old.Description, next.Description))
            .Where(change => change.Before != change.After);
        Assert.Equal(changed, told.Changed);
    }

    private static void AssertRoles(Snapshot before, Snapshot after, RolesDifference told)
    {
        Assert.Equal(after.Roles.Keys.Except(before.Roles.Keys).Order(StringComparer.Ordinal), told.Added.Select(role => role.Name));
        Assert.Equal(before.Roles.Keys.Except(after.Roles.Keys).Order(StringComparer.Ordinal), told.Removed.Select(role => role.Name));
        Assert.All(told.Added, role => Assert.Equal(after.Roles[role.Name].Permissions, role.Permissions));
        Assert.All(told.Removed, role => Assert.Equal(before.Roles[role.Name].Permissions, role.Permissions));
        var changed = before.Roles.Values
            .Where(role => after.Roles.TryGetValue(role.Name, out var next)
                && (next.DisplayName != role.DisplayName || !next.Permissions.SequenceEqual(role.Permissions)))
            .OrderBy(role => role.Name, StringComparer.Ordinal)
            .ToArray();
        Assert.Equal(changed.Select(role => role.Name), told.Changed.Select(change => change.Name));
        foreach (var (role, change) in changed.Zip(told.Changed))
        {
            Assert.Equal((role.DisplayName, after.Roles[role.Name].DisplayName), (change.DisplayNameBefore, change.DisplayNameAfter));
            Assert.Equal(after.Roles[role.Name].Permissions.Except(role.Permissions), change.Attached);
            Assert.Equal(role.Permissions.Except(after.Roles[role.Name].Permissions), change.Detached);
        }
    }

    private static void AssertRights(Snapshot before, Snapshot after, RightsDifference told)
    {
        Assert.Equal(told.GroupCount, told.Groups.Length);
        var groups = told.Groups.ToDictionary(group => string.Join(' ', group.Roles));
        var (gaining, losing) = (0, 0);
        // An all allows any action, also one that no catalogue has: what is told is of those that one has.
        var known = before.Catalogue.Concat(after.Catalogue).Select(item => item.Slug).Concat(before.System).Order(StringComparer.Ordinal).ToHashSet();
        foreach (var (account, held) in before.Accounts)
        {
            var gained = known.Intersect(after.Accounts[account].Allowed).Except(held.Allowed).ToArray();
            var lost = known.Intersect(held.Allowed).Except(after.Accounts[account].Allowed).ToArray();
            if (gained.Length > 0) gaining++;
            if (lost.Length > 0) losing++;
            // A disabled member may nothing before and after, whatever its roles.
            if (gained.Length + lost.Length == 0 && (!held.IsActive || !groups.ContainsKey(held.Roles))) continue;
            Assert.Equal(gained, groups[held.Roles].Gained.First);
            Assert.Equal(lost, groups[held.Roles].Lost.First);
        }

        Assert.Equal((gaining, losing), (told.Gaining, told.Losing));
        Assert.Equal(
            told.Groups.Sum(group => group.UserCount + group.ClientCount),
            before.Accounts.Values.Count(account => account.IsActive && groups.ContainsKey(account.Roles)));
        Assert.All(told.Groups, group => Assert.All(
            group.FirstUsers, user => Assert.Equal(string.Join(' ', group.Roles), before.Accounts[user.User].Roles)));
    }

    private static readonly IEqualityComparer<ManifestPermission> BySlug =
        EqualityComparer<ManifestPermission>.Create((left, right) => left?.Slug == right?.Slug, item => item.Slug.GetHashCode(StringComparison.Ordinal));

    /// <summary>Everything there is to ask for.</summary>
    private sealed record Snapshot(
        long Revision, ImmutableArray<ManifestPermission> Catalogue, string[] System, Dictionary<string, Role> Roles, Dictionary<UserId, Account> Accounts)
    {
        public static async Task<Snapshot> TakeAsync(SharedSilo silo, Tenant tenant)
        {
            var catalogue = (await tenant.Permissions.ListPermissionsAsync(new(null, null, null), null, 1_000)).Items;
            var roles = (await tenant.Roles.ListRolesAsync(null, 1_000)).Items.ToDictionary(role => role.Name);
            string[] system = [.. catalogue.Where(item => item.IsSystem).Select(item => item.Slug)];
            string[] asked = [.. Own, .. system];
            var accounts = new Dictionary<UserId, Account>();
            foreach (var member in (await tenant.Members.ListMembersAsync(new(null, null, null), null, 1_000)).Items)
                accounts[member.User] = new(member.IsActive, string.Join(' ', member.Roles), await AllowedAsync(silo, tenant, member.User, asked));
            foreach (var client in (await tenant.Clients.ListClientsAsync(null, 1_000)).Items)
            {
                var user = client.Id.ServiceAccount;
                accounts[user] = new(true, string.Join(' ', client.Roles), await AllowedAsync(silo, tenant, user, asked));
            }

            return new(
                (await tenant.Organization.GetPolicyAsync())!.Revision,
                [.. catalogue.Where(item => !item.IsSystem).Select(item => new ManifestPermission(item.Slug, item.Description))], system, roles, accounts);
        }

        private static async Task<string[]> AllowedAsync(SharedSilo silo, Tenant tenant, UserId user, string[] asked)
        {
            var allowed = new List<string>();
            foreach (var permission in asked)
            {
                if ((await silo.User(user).CheckAsync(tenant.Id, new(permission))).IsAllowed) allowed.Add(permission);
            }

            return [.. allowed];
        }
    }

    private sealed record Account(bool IsActive, string Roles, string[] Allowed);
}
