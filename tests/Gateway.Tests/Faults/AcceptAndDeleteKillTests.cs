using System.Net;
using AuthServe.Gateway.Tests.Conditions;
using AuthServe.Support.Processes;
using AuthServe.Support.Storage;
using MimeKit;
using Xunit;

namespace AuthServe.Gateway.Tests.Faults;

/// <summary>Kills the silo's process while invitations are accepted and an organization is deleted, and starts it again on the same database.</summary>
public sealed class AcceptAndDeleteKillTests
{
    private const int Rounds = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [OnBothDatabases]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.Postgres)]
    public async Task Each_is_done_as_a_whole_or_not_at_all_after_a_kill_at_any_time(StorageEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var service = await ProcessPair.StartAsync(database);
        for (var round = 0; round < Rounds; round++)
        {
            var (owner, alice, leaver) = (await service.Api.SignUpAsync(), await service.Api.SignUpAsync(), await service.Api.SignUpAsync());
            var member = await service.Api.AddUserAsync(leaver, "admin");
            var (toNew, toAlice, name) = (await InviteAsync(database, service, owner), await InviteAsync(database, service, owner), Api.NewName());
            var nobody = new Session(service.Api, name, "", "", "");
            var (accept, join, delete) = (new Call(nobody), new Call(alice), new Call(leaver));
            Task<Answer> AcceptAsync() => accept.PostAsync("/v1/invitations/accept", new { token = toNew, username = name, password = Api.Password });
            Task<Answer> JoinAsync() => join.PostAsync("/v1/invitations/accept", new { token = toAlice });
            Task<Answer> DeleteAsync() => delete.SendAsync(HttpMethod.Delete, "/v1/organization", new { confirm = $"Org of {leaver.Name}" });

            Task[] calls = [TryAsync(AcceptAsync), TryAsync(JoinAsync), TryAsync(DeleteAsync)];
            // Each round lets them come further before the power goes.
            await service.PassTimeAsync(round * 25);
            await service.Silo.KillAsync();
            await Task.WhenAll(calls);
            await service.RestartSiloAsync();

            var joiner = await AcceptedByAsync(service, AcceptAsync, toNew) ?? name;
            (await AnswerAsync(service, JoinAsync)).Expect(HttpStatusCode.OK);
            var deleted = await AnswerAsync(service, DeleteAsync);
            Assert.True(deleted.Status == HttpStatusCode.NoContent || deleted.Code == "token.revoked", deleted.Body);
            var members = (await AnswerAsync(service, () => owner.GetAsync("/v1/users"))).Items.Select(item => (string)item["username"]!);
            Assert.Equal(new[] { owner.Name, alice.Name, joiner }.Order(StringComparer.Ordinal), members);
            await service.Api.SignInAsync(joiner);
            (await member.GetAsync("/v1/users")).Expect(HttpStatusCode.Unauthorized);
            (await AnswerAsync(service, () => service.Api.PostAsync("/v1/signup", Api.SignUpBody(leaver.Name)), "user.username_taken"))
                .Expect(HttpStatusCode.Created);
        }

        await service.Silo.KillAsync();
        using var verification = ProgramProcess.StartVerification(database.Settings);
        Assert.Empty(await verification.ReadToEndAsync());
        Assert.Equal(0, (await verification.WaitAsync()).ExitCode);
    }

    // The names of an account that did not come to be are reserved for two minutes more; meanwhile the invitation is good for another account.
    private static async Task<string?> AcceptedByAsync(ProcessPair service, Func<Task<Answer>> accept, string token)
    {
        var accepted = await AnswerAsync(service, accept, notYet: "");
        if (accepted.Status == HttpStatusCode.OK) return null;

        Assert.Equal("idempotency.in_progress", accepted.Code);
        var other = await service.Api.SignUpAsync();
        (await other.PostAsync("/v1/invitations/accept", new { token })).Expect(HttpStatusCode.OK);
        return other.Name;
    }

    private static async Task TryAsync(Func<Task<Answer>> call)
    {
        try
        {
            await call();
        }
        catch (HttpRequestException)
        {
            // The power went.
        }
    }

    // What is answered once the silo is up again, has let go of the executions that were cut off, and has done what was left to do.
    private static async Task<Answer> AnswerAsync(ProcessPair service, Func<Task<Answer>> call, string notYet = "idempotency.in_progress")
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var answer = await call();
            Assert.False(patience.IsCancellationRequested, answer.Body);
            if (answer.Status != HttpStatusCode.ServiceUnavailable && ((int)answer.Status < 300 || answer.Code != notYet)) return answer;
            await service.PassTimeAsync(1);
        }
    }

    private static async Task<string> InviteAsync(TestDatabase database, ProcessPair service, Session owner)
    {
        var email = $"{Api.NewName()}@example.com";
        (await owner.PostAsync("/v1/invitations", new { email, role = "user" })).Expect(HttpStatusCode.Created);
        while (true)
        {
            foreach (var file in Directory.EnumerateFiles(database.MailFolder, "*.eml"))
            {
                var mail = await MimeMessage.LoadAsync(file);
                if (mail.To.Mailboxes.Single().Address == email) return mail.TextBody!.Split("token=")[1].Split()[0];
            }

            await service.PassTimeAsync(1);
        }
    }

    /// <summary>A call that may be sent again.</summary>
    private sealed class Call(Session session)
    {
        private readonly string _key = Guid.NewGuid().ToString();

        public Task<Answer> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body);

        public Task<Answer> SendAsync(HttpMethod method, string path, object body) =>
            session.SendAsync(method, path, body, ("Idempotency-Key", _key));
    }
}
