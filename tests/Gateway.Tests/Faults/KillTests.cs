using System.Collections.Concurrent;
using System.Net;
using AuthServe.Support.Processes;
using AuthServe.Support.Storage;
using Xunit;

namespace AuthServe.Gateway.Tests.Faults;

/// <summary>Kills the silo's process while clients write, and starts it again on the same database.</summary>
public sealed class KillTests
{
    private const int Rounds = 2;

    [Theory]
    [OnBothDatabases]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.Postgres)]
    public async Task Every_acknowledged_write_is_there_after_a_kill_at_any_time(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var service = await ProcessPair.StartAsync(database);
        for (var round = 0; round < Rounds; round++)
        {
            var acknowledged = new ConcurrentBag<Session>();
            using var stop = new CancellationTokenSource();
            var writers = Enumerable.Range(0, 4).Select(_ => WriteAsync(service.Api, acknowledged, stop.Token)).ToArray();
            while (acknowledged.Count < 5 * (round + 1)) await Task.Yield();

            await service.Silo.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(writers);
            await service.RestartSiloAsync();

            foreach (var owner in acknowledged) await AssertThereAsync(service.Api, owner);
        }

        await service.Silo.KillAsync();
        using var verification = ProgramProcess.StartVerification(database.Settings);
        Assert.Empty(await verification.ReadToEndAsync());
        Assert.Equal(0, (await verification.WaitAsync()).ExitCode);
    }

    [Fact]
    public async Task A_gateway_without_a_silo_says_so_at_once_and_recovers_by_itself()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite);
        await using var service = await ProcessPair.StartAsync(database);
        var alice = await service.Api.SignUpAsync();

        await service.Silo.KillAsync();
        Answer refused;
        do refused = await alice.GetAsync("/v1/me");
        while (refused.Status == HttpStatusCode.OK);
        foreach (var path in new[] { "/v1/me", "/health/ready" })
        {
            var answer = await service.Api.GetAsync(path, alice.Token);
            answer.ExpectProblem(HttpStatusCode.ServiceUnavailable, "service.unavailable");
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        (await service.Api.GetAsync("/health/live")).Expect(HttpStatusCode.OK);
        await service.RestartSiloAsync();
        (await alice.GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
    }

    private static async Task WriteAsync(Api api, ConcurrentBag<Session> acknowledged, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var owner = await api.SignUpAsync();
                await owner.AddRoleAsync("clerk", "billing.invoice.create", "billing.invoice.delete");
                (await owner.DeleteAsync("/v1/roles/clerk/permissions/billing.invoice.delete")).Expect(HttpStatusCode.NoContent);
                (await owner.PutAsync($"/v1/users/{owner.UserId}/roles/clerk")).Expect(HttpStatusCode.NoContent);
                acknowledged.Add(owner);
            }
            catch (Exception exception) when (exception is Xunit.Sdk.XunitException or HttpRequestException)
            {
                // Not acknowledged: nothing is promised.
            }
        }
    }

    private static async Task AssertThereAsync(Api api, Session owner)
    {
        var again = await api.SignInAsync(owner.Name) with { UserId = owner.UserId };
        Assert.True(await again.MayAsync("billing.invoice.create"));
        Assert.False(await again.MayAsync("billing.invoice.delete"));
        var members = (await again.GetAsync("/v1/users?role=clerk")).Expect(HttpStatusCode.OK).Items;
        Assert.Equal(owner.Name, Assert.Single(members)["username"]!.GetValue<string>());
    }
}
