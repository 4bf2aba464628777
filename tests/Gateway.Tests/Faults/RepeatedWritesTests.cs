using System.Net;
using AuthServe.Gateway.Tests.Access;
using AuthServe.Gateway.Tests.Conditions;
using AuthServe.Support.Gateways;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Xunit;

namespace AuthServe.Gateway.Tests.Faults;

/// <summary>A write that is sent again under its key is executed once, whichever step of the first execution failed.</summary>
public sealed class RepeatedWritesTests
{
    private static readonly Dictionary<string, Write> Writes = new(StringComparer.Ordinal)
    {
        ["create a role"] = new("POST", "/v1/roles", new { name = "new", permissions = new[] { "auth.user.read" } }),
        ["change a role"] = new("PATCH", "/v1/roles/clerk", new { display_name = "New" }),
        ["attach a permission"] = new("PUT", "/v1/roles/clerk/permissions/auth.user.read"),
        ["delete a role"] = new("DELETE", "/v1/roles/clerk"),
        ["add a permission"] = new("POST", "/v1/permissions", new { service = "a", resource = "b", action = "c" }),
        ["assign a role"] = new("PUT", "/v1/users/{user}/roles/clerk"),
        ["remove a member"] = new("DELETE", "/v1/users/{user}"),
        ["create a client"] = new("POST", "/v1/clients", new { name = "Printer" }),
        ["replace a secret"] = new("POST", "/v1/clients/{client}/secret"),
    };

    public static MatrixTheoryData<string, FaultMoment> Cases => new(Writes.Keys, [FaultMoment.Before, FaultMoment.After]);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_write_whose_storage_fails_at_any_step_is_executed_once(string name, FaultMoment moment)
    {
        await using var service = await FaultyService.StartAsync();
        var secrets = 0;
        for (var step = 1; ; step++)
        {
            // What an earlier step made would stand in the way of the next.
            var owner = await service.Api.SignUpAsync();
            var write = await Writes[name].PrepareAsync(owner);
            var (key, before) = (Guid.NewGuid().ToString(), await RevisionAsync(owner));

            service.Faults.Arm(step, moment);
            var first = await write.SendAsync(owner, key);
            service.Faults.Disarm();
            var final = await UntilAnsweredAsync(() => write.SendAsync(owner, key));

            Assert.InRange((int)final.Status, 200, 204);
            if ((int)first.Status < 500) IdempotencyKeyTests.AssertSame(first, final);
            IdempotencyKeyTests.AssertSame(final, await write.SendAsync(owner, key));
            Assert.Equal($"{before + 1}", final.Headers.ValueOf("AuthServe-Revision"));
            Assert.Equal(before + 1, await RevisionAsync(owner));
            if (final.Body.Contains("client_secret\"", StringComparison.Ordinal)) secrets += await AssertSecretWorksAsync(owner, final);
            if (!service.Faults.HasFired) break;
        }

        Assert.Equal(name.Contains("client", StringComparison.Ordinal) || name.Contains("secret", StringComparison.Ordinal), secrets > 0);
    }

    [Theory]
    [InlineData(FaultMoment.Before)]
    [InlineData(FaultMoment.After)]
    public async Task A_sign_up_and_an_added_user_make_one_account(FaultMoment moment)
    {
        await using var service = await FaultyService.StartAsync();
        var owner = await service.Api.SignUpAsync();
        foreach (var path in new[] { "/v1/signup", "/v1/users" })
        {
            for (var step = 1; ; step++)
            {
                var (name, key) = (Api.NewName(), Guid.NewGuid().ToString());
                object body = path == "/v1/signup"
                    ? Api.SignUpBody(name)
                    : new { username = name, primary_email = $"{name}@example.com", password = Api.Password };
                Task<Answer> SendAsync() => owner.SendAsync(HttpMethod.Post, path, body, ("Idempotency-Key", key));

                service.Faults.Arm(step, moment);
                var first = await SendAsync();
                service.Faults.Disarm();
                // What a cut-off execution has reserved runs out.
                var final = await UntilAnsweredAsync(SendAsync, () => service.Clock.Advance(TimeSpan.FromMinutes(3)));

                final.Expect(HttpStatusCode.Created);
                if ((int)first.Status < 500 && first.Status != HttpStatusCode.Conflict) IdempotencyKeyTests.AssertSame(first, final);
                IdempotencyKeyTests.AssertSame(final, await SendAsync());
                var signedIn = await service.Api.SignInAsync(name);
                Assert.Equal(final["user_id"], (await signedIn.GetAsync("/v1/me"))["user_id"]);
                if (!service.Faults.HasFired) break;
            }
        }
    }

    [Theory]
    [OnBothDatabases]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.Postgres)]
    public async Task Writes_cut_off_by_a_kill_are_executed_once(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var service = await ProcessPair.StartAsync(database);
        var owner = await SignUpAsync(service.Api);
        var before = await RevisionAsync(owner);
        var acknowledged = 0;
        var writes = Enumerable.Range(0, 40).Select(number => (Name: $"r{number}", Key: Guid.NewGuid().ToString())).ToList();

        async Task<Answer?> SendAsync((string Name, string Key) write)
        {
            try
            {
                return await owner.SendAsync(HttpMethod.Post, "/v1/roles", new { name = write.Name }, ("Idempotency-Key", write.Key));
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }

        var sending = Task.WhenAll(writes.Select(async write =>
        {
            var answer = await SendAsync(write);
            Interlocked.Increment(ref acknowledged);
            return answer;
        }));
        while (Volatile.Read(ref acknowledged) < 5) await Task.Yield();
        await service.Silo.KillAsync();
        var firsts = await sending;
        await service.RestartSiloAsync();

        foreach (var (write, first) in writes.Zip(firsts))
        {
            var final = await UntilAnsweredAsync(async () => (await SendAsync(write))!);
            final.Expect(HttpStatusCode.Created);
            if (first is { Status: HttpStatusCode.Created }) IdempotencyKeyTests.AssertSame(first, final);
        }

        Assert.Contains(firsts, first => first?.Status != HttpStatusCode.Created);
        Assert.Equal(before + writes.Count, await RevisionAsync(owner));
    }

    private static async Task<Answer> UntilAnsweredAsync(Func<Task<Answer>> send, Action? wait = null)
    {
        while (true)
        {
            var answer = await send();
            var isToRepeat = (int)answer.Status >= 500 || (answer.Status == HttpStatusCode.Conflict && answer.Code == "idempotency.in_progress");
            if (!isToRepeat) return answer;
            if ((int)answer.Status < 500) wait?.Invoke();
        }
    }

    // A silo that has just started on a busy machine may take its time.
    private static async Task<Session> SignUpAsync(Api api)
    {
        var (nobody, name, key) = (new Session(api, "", "", "", ""), Api.NewName(), Guid.NewGuid().ToString());
        await UntilAnsweredAsync(() => nobody.SendAsync(HttpMethod.Post, "/v1/signup", Api.SignUpBody(name), ("Idempotency-Key", key)));
        var signedIn = await UntilAnsweredAsync(() => api.PostAsync("/v1/login", new { username = name, password = Api.Password }));
        return new(api, name, signedIn.Expect(HttpStatusCode.OK)["access_token"], "", "");
    }

    private static async Task<long> RevisionAsync(Session owner)
    {
        var answer = await UntilAnsweredAsync(() => owner.GetAsync("/v1/me/permissions"));
        return answer.Expect(HttpStatusCode.OK).Json["revision"]!.GetValue<long>();
    }

    private static async Task<int> AssertSecretWorksAsync(Session owner, Answer made)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth2/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials" }),
        };
        var credentials = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{made["client_id"]}:{made["client_secret"]}"));
        request.Headers.Authorization = new("Basic", credentials);
        var answer = await owner.Api.SendAsync(request);
        Assert.NotEqual("invalid_client", (string?)answer.Json["error"]);
        return 1;
    }

    private sealed record Write(string Method, string Path, object? Body = null)
    {
        public async Task<Write> PrepareAsync(Session owner)
        {
            await owner.AddRoleAsync("clerk");
            if (Path.Contains("{user}", StringComparison.Ordinal))
                return this with { Path = Path.Replace("{user}", (await owner.Api.AddUserAsync(owner)).UserId, StringComparison.Ordinal) };
            if (!Path.Contains("{client}", StringComparison.Ordinal)) return this;
            var client = (await owner.PostAsync("/v1/clients", new { name = "Job" })).Expect(HttpStatusCode.Created)["client_id"];
            return this with { Path = Path.Replace("{client}", client, StringComparison.Ordinal) };
        }

        public Task<Answer> SendAsync(Session owner, string key) => owner.SendAsync(new(Method), Path, Body, ("Idempotency-Key", key));
    }

    /// <summary>A silo whose storage fails when told, and a gateway.</summary>
    private sealed class FaultyService : IAsyncDisposable
    {
        private readonly TestDatabase _database;
        private readonly TestSilo _silo;
        private readonly TestGateway _gateway;

        private FaultyService(TestDatabase database, TestSilo silo, TestGateway gateway) => (_database, _silo, _gateway) = (database, silo, gateway);

        public Api Api => new(_gateway.Http);

        public StorageFaults Faults { get; private init; } = null!;

        public TestClock Clock { get; private init; } = null!;

        public static async Task<FaultyService> StartAsync()
        {
            var (faults, clock) = (new StorageFaults(), new TestClock());
            var database = await TestDatabase.CreateAsync(TestDatabase.ChosenEngine);
            var silo = await TestSilo.StartAsync(database.Settings, services =>
            {
                TestSilo.UseClock(services, clock);
                services.AddStorageFaults(faults);
            });
            var gateway = await (await TestGateway.StartAsync([silo.GatewayPort])).ReadyAsync();
            return new(database, silo, gateway) { Faults = faults, Clock = clock };
        }

        public async ValueTask DisposeAsync()
        {
            await _gateway.DisposeAsync();
            await _silo.DisposeAsync();
            await _database.DisposeAsync();
        }
    }
}
