using System.Data.Common;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Clients;
using AuthServe.GrainInterfaces.LoginNames;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.Grains.Clients;
using AuthServe.Grains.LoginNames;
using AuthServe.Grains.Organizations;
using AuthServe.Grains.Roles;
using AuthServe.Grains.Users;
using AuthServe.Grains.Verification;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit;

namespace AuthServe.Grains.Tests.Verification;

/// <summary>A difference that somebody plants is found, whatever kind it is. Has a silo of its own, with nothing else in its store.</summary>
public sealed class VerifierTests(SharedSilo silo) : IClassFixture<SharedSilo>
{
    private const string OfBob = "WHERE organization_id = @id AND user_id = @bob";

    private static readonly Dictionary<string, (string Sql, string Found)> InTables = new(StringComparer.Ordinal)
    {
        ["a log with a gap"] = ("DELETE FROM organization_log WHERE organization_id = @id AND revision = 5", "log: revision 5 is missing"),
        ["a log that was changed"] = ("UPDATE organization_log SET target = 'x' WHERE organization_id = @id AND revision = 2", "log: revision 2 is changed"),
        ["a member who is not listed"] = (
            $"DELETE FROM directory_members {OfBob}; DELETE FROM directory_member_roles {OfBob}", "has a membership and is not in the directory"),
        ["a member's name"] = ($"UPDATE directory_members SET username = 'robert' {OfBob}", "username is 'robert' in the directory"),
        ["a member's address"] = ($"UPDATE directory_members SET primary_email = 'x@example.com' {OfBob}", "e-mail address is 'x@example.com'"),
        ["what a member is called"] = ($"UPDATE directory_members SET display_name = 'Robert' {OfBob}", "display name is 'Robert'"),
        ["what a member is found by"] = ($"UPDATE directory_members SET display_key = 'robert' {OfBob}", "search key is 'robert'"),
        ["a member's status"] = ($"UPDATE directory_members SET is_active = NOT is_active {OfBob}", "status is 'False' in the directory"),
        ["a member's revision"] = ($"UPDATE directory_members SET revision = 99 {OfBob}", "revision is '99'"),
        ["when a member joined"] = ($"UPDATE directory_members SET joined_at = '2020-01-01 00:00:00+00:00' {OfBob}", "time of joining is"),
        ["a role that a member does not have"] = (AddRole("@id, @bob, 'owner'"), "roles is 'clerk owner'"),
        ["a role that a member has"] = ($"DELETE FROM directory_member_roles {OfBob}", "roles is ''"),
        ["a member who is none"] = ($"UPDATE directory_members SET user_id = @id {OfBob}", "is in the directory and has no membership"),
        ["a role of nobody"] = (AddRole("@id, @id, 'owner'"), "is in the directory and has no membership"),
        ["a client that is not listed"] = ("DELETE FROM directory_clients WHERE organization_id = @id", "exists and is not in the directory"),
        ["a client's name"] = ("UPDATE directory_clients SET name = 'x' WHERE organization_id = @id", "name is 'x' in the directory"),
        ["a client that does not exist"] = (
            "UPDATE directory_clients SET client_id = @id WHERE organization_id = @id", "is in the directory and does not exist"),
        ["an organization that does not exist"] = (AddRole("@bob, @bob, 'x'"), "is in the directory and has no membership"),
        ["the log of an organization that does not exist"] = (
            """
            INSERT INTO organization_log (organization_id, revision, time, command, target)
            SELECT @bob, 1, time, command, target FROM organization_log WHERE organization_id = @id AND revision = 1
            """,
            "log: revision 1 is unexpected"),
    };

    private static readonly Dictionary<string, (Func<Scene, Task> Plant, string Found)> InGrains = new(StringComparer.Ordinal)
    {
        ["an owner too many"] = (
            scene => scene.RewriteAsync<OrganizationState>(
                "organization", scene.Organization, state => state with { Owners = state.Owners.Add(scene.Bob.Value) }),
            "is no active member who has the role"),
        ["an owner too few"] = (
            scene => scene.RewriteAsync<OrganizationState>("organization", scene.Organization, state => state with { Owners = [scene.Bob.Value] }),
            "is an owner that the organization does not know of"),
        ["a role that its organization knows otherwise"] = (
            scene => scene.RewriteAsync<RoleState>("role", scene.Role, state => state with { Permissions = ["auth.user.write"] }),
            "permissions is 'billing.invoice.create' in the organization and 'auth.user.write' in its own grain"),
        ["a permission that the catalogue does not have"] = (
            async scene =>
            {
                await scene.RewriteAsync<RoleState>("role", scene.Role, state => state with { Permissions = ["auth.user.none"] });
                await SharedSilo.DeactivateAsync(scene.Organization);
            },
            "permission auth.user.none is not in the catalogue"),
        ["a role that is gone"] = (
            async scene =>
            {
                await scene.EraseAsync<RoleState>("role", scene.Role);
                await SharedSilo.DeactivateAsync(scene.Organization);
            },
            "cannot be verified"),
        ["a name that is free"] = (scene => scene.EraseAsync<LoginNameState>("login-name", scene.Name), "is free"),
        ["a name that is only reserved"] = (
            scene => scene.RewriteAsync<LoginNameState>("login-name", scene.Name, state => state with { ReservedUntil = DateTimeOffset.MaxValue }),
            "bound: False"),
        ["a name that another account has"] = (
            scene => scene.RewriteAsync<LoginNameState>("login-name", scene.Name, state => state with { User = scene.Organization.GetPrimaryKey() }),
            "which does not have it"),
        ["a client's grain"] = (
            scene => scene.RewriteAsync<ClientState>("client", scene.ClientGrain, state => state with { Name = "Other" }),
            "and 'Other' in its own grain"),
        ["a client without an account"] = (
            scene => scene.RewriteAsync<UserState>(
                "user", scene.Account, state => state with { Version = state.Version + 1, Memberships = state.Memberships.Clear() }),
            "has no account"),
    };

    public static TheoryData<string> Tables => new(InTables.Keys);

    public static TheoryData<string> States => new(InGrains.Keys);

    private Verifier Verifier => silo.Services.GetRequiredService<Verifier>();

    [Fact]
    public async Task Nothing_is_found_where_nothing_differs()
    {
        var scene = await PlayAsync();

        Assert.DoesNotContain(await Verifier.FindAsync().ToListAsync(), scene.IsAbout);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_difference_in_a_table_is_found(string what)
    {
        var scene = await PlayAsync();
        var (sql, found) = InTables[what];
        await using var connection = await silo.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        foreach (var command in sql.Split("; ")) await connection.ExecuteAsync(command, new { id = scene.Organization.GetPrimaryKey(), bob = scene.Bob.Value });

        Assert.Contains(await Verifier.FindAsync().ToListAsync(), line => scene.IsAbout(line) && line.Contains(found, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_difference_in_a_grain_is_found(string what)
    {
        var scene = await PlayAsync();
        var (plant, found) = InGrains[what];
        await plant(scene);

        Assert.Contains(await Verifier.FindAsync().ToListAsync(), line => scene.IsAbout(line) && line.Contains(found, StringComparison.Ordinal));
    }

    private async Task<Scene> PlayAsync()
    {
        var tenant = await silo.SignUpAsync();
        await tenant.AddRoleAsync("clerk", "billing.invoice.create");
        var bob = await tenant.AddAsync("clerk");
        var client = await tenant.AddClientAsync("clerk");
        Assert.Empty(await Verifier.FindAsync(tenant.Id.Value));
        return new(silo, tenant.Organization, bob, client, (await silo.User(bob).GetAccountAsync())!.Username);
    }

    /// <summary>An organization with a member, a role and a client.</summary>
    private sealed record Scene(SharedSilo Silo, IOrganizationGrain Organization, UserId Bob, ClientId Client, string BobsName)
    {
        public IRoleGrain Role => Silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IRoleGrain>(Organization.GetPrimaryKey(), "clerk");

        public ILoginNameGrain Name => Silo.Grain<ILoginNameGrain>(LoginName.UsernameKey(BobsName));

        public IRegisteredClient ClientGrain => Silo.Grain<IRegisteredClient>(Client.GrainKey);

        public IUserMemberships Account => Silo.Grain<IUserMemberships>(Client.ServiceAccount.Value);

        public bool IsAbout(string line) => new[] { $"{Organization.GetPrimaryKey()}", $"{Bob}", BobsName }.Any(name => line.Contains(name, StringComparison.Ordinal));

        public async Task RewriteAsync<T>(string name, IAddressable grain, Func<T, T> change)
        {
            var (storage, row) = await ReadAsync<T>(name, grain);
            row.State = change(row.State!);
            await storage.WriteStateAsync(name, grain.GetGrainId(), row);
            await SharedSilo.DeactivateAsync(grain);
        }

        public async Task EraseAsync<T>(string name, IAddressable grain)
        {
            var (storage, row) = await ReadAsync<T>(name, grain);
            await storage.ClearStateAsync(name, grain.GetGrainId(), row);
            await SharedSilo.DeactivateAsync(grain);
        }

        private async Task<(IGrainStorage Storage, GrainState<T> Row)> ReadAsync<T>(string name, IAddressable grain)
        {
            var storage = Silo.Services.GetRequiredKeyedService<IGrainStorage>("Default");
            var row = new GrainState<T>();
            await storage.ReadStateAsync(name, grain.GetGrainId(), row);
            Assert.True(row.RecordExists);
            return (storage, row);
        }
    }

    private static string AddRole(string key) =>
        $"""
        INSERT INTO directory_member_roles (organization_id, user_id, role, username, primary_email, is_active)
        SELECT {key}, username, primary_email, is_active FROM directory_members {OfBob}
        """;
}
