using System.Net;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Support.Gateways;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Npgsql;
using Orleans.Core.Internal;
using Xunit;

namespace AuthServe.Gateway.Tests.Faults;

/// <summary>
/// While the database is away, a write that cannot be made durable is not acknowledged. What is in memory is answered on: by the only silo
/// of an embedded database always, by those of a cluster when they are told to.
/// </summary>
public sealed class StorageOutageTests
{
    private static readonly KeyValuePair<string, string?>[] Impatient = [new("Gateway:ResponseTimeout", "00:00:05")];

    [Theory]
    [InlineData("refuse")]
    [InlineData("serve")]
    public async Task Postgres_cut_off_and_back(string outage)
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Postgres);
        var connection = new NpgsqlConnectionStringBuilder(database.Settings["Storage:ConnectionString"]);
        await using var cable = new Cable(connection.Port);
        connection.Port = cable.Port;
        var settings = new Dictionary<string, string?>(database.Settings)
        {
            ["Storage:ConnectionString"] = connection.ToString(),
            ["Storage:Outage"] = outage,
        };
        await using var silo = await TestSilo.StartAsync(settings);
        await using var gateway = await (await TestGateway.StartAsync([silo.GatewayPort], Impatient)).ReadyAsync();

        await WalkAsync(new(gateway.Http), silo, canRead: false, serves: outage == "serve", cable.Cut, cable.Mend);
    }

    [Fact]
    public async Task Sqlite_locked_by_another_program_and_free_again()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite);
        await using var silo = await TestSilo.StartAsync(database.Settings);
        await using var gateway = await (await TestGateway.StartAsync([silo.GatewayPort], Impatient)).ReadyAsync();
        await using var other = await database.OpenAsync();
        await using var command = other.CreateCommand();

        await WalkAsync(new(gateway.Http), silo, canRead: true, serves: true, () => Run("BEGIN IMMEDIATE"), () => Run("ROLLBACK"));

        void Run(string sql)
        {
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    private static async Task WalkAsync(Api api, TestSilo silo, bool canRead, bool serves, Action cut, Action mend)
    {
        var alice = await api.SignUpAsync();
        await alice.AddRoleAsync("clerk", "billing.invoice.create");
        var bob = await api.AddUserAsync(alice, "clerk");
        var carol = await api.AddUserAsync(alice, "clerk");
        await silo.Grains.GetGrain<IUserGrain>(Guid.Parse(carol.UserId)).Cast<IGrainManagementExtension>().DeactivateOnIdle();
        Assert.True(await bob.MayAsync("billing.invoice.create"));
        var before = (await alice.GetAsync("/v1/me/permissions")).Json["revision"]!.GetValue<long>();

        cut();
        using var mended = new Mending(mend);
        var write = await alice.PostAsync("/v1/roles", new { name = "auditor" });
        write.ExpectProblem(HttpStatusCode.ServiceUnavailable, "service.unavailable");
        Assert.NotNull(write.Headers.RetryAfter);
        if (!serves) await RefusesAsync(bob);
        else Assert.True(await bob.MayAsync("billing.invoice.create"));
        if (!canRead) (await carol.GetAsync("/v1/me")).ExpectProblem(HttpStatusCode.ServiceUnavailable, "service.unavailable");

        mended.Dispose();
        Answer revoked;
        do revoked = await alice.DeleteAsync("/v1/roles/clerk/permissions/billing.invoice.create");
        while (revoked.Status == HttpStatusCode.ServiceUnavailable);
        revoked.Expect(HttpStatusCode.NoContent);
        Assert.False(await bob.MayAsync("billing.invoice.create"));
        Assert.True((await alice.GetAsync("/v1/me/permissions")).Json["revision"]!.GetValue<long>() > before);
    }

    // The lease is good for a moment longer.
    private static async Task RefusesAsync(Session bob)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Answer answer;
        do answer = await bob.GetAsync("/v1/me/permissions");
        while (answer.Status == HttpStatusCode.OK && !patience.IsCancellationRequested);
        answer.ExpectProblem(HttpStatusCode.ServiceUnavailable, "service.unavailable");
    }

    // A silo that cannot reach its database takes long to stop: also a test that fails must mend it.
    private sealed class Mending(Action mend) : IDisposable
    {
        private Action? _mend = mend;

        public void Dispose() => Interlocked.Exchange(ref _mend, null)?.Invoke();
    }
}
