using System.Data.Common;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AuthServe.Gateway.Tests.OAuth;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServe.Gateway.Tests.SignIns;

/// <summary>Where and how a password was tried, as the user and their organizations see it.</summary>
public sealed class SignInTests(Service service)
{
    private const string Wrong = "not the password";

    [Fact]
    public async Task A_user_sees_what_went_well_and_what_did_not()
    {
        var alice = await service.Api.SignUpAsync();
        await LoginAsync(alice.Name, Wrong, "curl/8");
        await LoginAsync($"{alice.Name}@EXAMPLE.com", Api.Password, "curl/9");

        var seen = await SeenAsync(alice, "/v1/me/sign-ins", 3);

        Assert.Equal(["succeeded", "failed", "succeeded"], seen.Select(Outcome));
        Assert.Equal(["curl/9", "curl/8", null], seen.Select(noted => (string?)noted["user_agent"]));
        Assert.Equal(["authserve", "authserve", "authserve"], seen.Select(noted => (string?)noted["client_id"]));
        Assert.Equal([alice.OrgId, null, alice.OrgId], seen.Select(noted => (string?)noted["org_id"]));
    }

    [Fact]
    public async Task The_failure_that_locks_is_told_apart_and_refusals_while_locked_are_not_noted()
    {
        var alice = await service.Api.SignUpAsync();
        for (var attempt = 1; attempt < 5; attempt++) Assert.Null((await LoginAsync(alice.Name, Wrong)).Headers.RetryAfter);
        var last = await LoginAsync(alice.Name, Wrong);
        last.ExpectProblem(HttpStatusCode.Unauthorized, "credentials.invalid");
        Assert.NotNull(last.Headers.RetryAfter);
        for (var attempt = 0; attempt < 3; attempt++)
            (await LoginAsync(alice.Name, Api.Password)).ExpectProblem(HttpStatusCode.TooManyRequests, "credentials.locked");

        var seen = await SeenAsync(alice, "/v1/me/sign-ins", 6);

        Assert.Equal(["locked_out", "failed", "failed", "failed", "failed", "succeeded"], seen.Select(Outcome));
    }

    [Fact]
    public async Task A_wrong_current_password_is_noted_and_a_change_is_no_sign_in()
    {
        var alice = await service.Api.SignUpAsync();
        await alice.PostAsync("/v1/me/password", new { current_password = Wrong, new_password = "a short walk in June" });
        (await alice.PostAsync("/v1/me/password", new { current_password = Api.Password, new_password = "a short walk in June" })).Expect(HttpStatusCode.NoContent);

        var seen = await SeenAsync(alice, "/v1/me/sign-ins", 2);

        Assert.Equal([("failed", alice.OrgId), ("succeeded", alice.OrgId)], seen.Select(noted => (Outcome(noted), (string?)noted["org_id"])));
    }

    [Fact]
    public async Task A_right_password_for_an_organization_that_is_not_theirs_is_refused_and_noted()
    {
        var (alice, stranger) = (await service.Api.SignUpAsync(), await service.Api.SignUpAsync());
        var body = new JsonObject { ["username"] = alice.Name, ["password"] = Api.Password, ["organization"] = stranger.OrgId };
        (await service.Api.PostAsync("/v1/login", body)).ExpectProblem(HttpStatusCode.Forbidden, "organization.not_member");

        var seen = await SeenAsync(alice, "/v1/me/sign-ins", 2);

        Assert.Equal(("refused", stranger.OrgId), (Outcome(seen[0]), (string?)seen[0]["org_id"]));
        (await stranger.GetAsync($"/v1/users/{alice.UserId}/sign-ins")).ExpectProblem(HttpStatusCode.NotFound, "user.not_found");
    }

    [Fact]
    public async Task A_hosted_page_is_noted_for_the_organization_whose_client_asked()
    {
        var alice = await service.Api.SignUpAsync();
        var bob = await service.Api.AddUserAsync(alice, "user");
        var other = await service.Api.SignUpAsync();
        var (own, foreign) = (await AddClientAsync(alice), await AddClientAsync(other));
        foreach (var client in new[] { own, foreign, null }) await SignInAtPageAsync(bob.Name, client, Api.Password);
        await SignInAtPageAsync(bob.Name, own, Wrong);
        await SignInAtPageAsync(bob.Name, foreign, Wrong);

        var mine = await SeenAsync(bob, "/v1/me/sign-ins", 6);
        var shown = await SeenAsync(alice, $"/v1/users/{bob.UserId}/sign-ins", 4);

        Assert.Equal([foreign, own, null, foreign, own, "authserve"], mine.Select(noted => (string?)noted["client_id"]));
        Assert.Equal([other.OrgId, alice.OrgId, null, other.OrgId, alice.OrgId, alice.OrgId], mine.Select(noted => (string?)noted["org_id"]));
        // Of what another organization's client asked for: that it failed, and nothing else.
        Assert.Equal(["failed", "failed", "succeeded", "succeeded"], shown.Select(Outcome));
        Assert.Equal([null, own, own, "authserve"], shown.Select(noted => (string?)noted["client_id"]));
        Assert.Equal([null, alice.OrgId, alice.OrgId, alice.OrgId], shown.Select(noted => (string?)noted["org_id"]));
        Assert.Null((string?)shown[0]["user_agent"]);
    }

    [Fact]
    public async Task What_happened_before_somebody_joined_is_not_shown()
    {
        var alice = await service.Api.SignUpAsync();
        var bob = await service.Api.AddUserAsync(alice, "user");
        await SeenAsync(alice, $"/v1/users/{bob.UserId}/sign-ins", 1);
        await ExecuteAsync("UPDATE sign_in_events SET time = '2020-01-01 00:00:00+00:00' WHERE user_id = @id", bob.UserId);
        await service.Api.SignInAsync(bob.Name);

        var shown = await SeenAsync(alice, $"/v1/users/{bob.UserId}/sign-ins", 1);
        var mine = await SeenAsync(bob, "/v1/me/sign-ins", 2);

        Assert.Single(shown);
        Assert.Equal(2, mine.Count);
    }

    [Fact]
    public async Task Pages_go_on_where_they_stopped()
    {
        var alice = await service.Api.SignUpAsync();
        for (var round = 0; round < 3; round++) await LoginAsync(alice.Name, Api.Password, $"agent/{round}");
        var all = await SeenAsync(alice, "/v1/me/sign-ins", 4);

        var first = (await alice.GetAsync("/v1/me/sign-ins?limit=3")).Expect(HttpStatusCode.OK);
        var second = (await alice.GetAsync($"/v1/me/sign-ins?limit=3&cursor={first["next_cursor"]}")).Expect(HttpStatusCode.OK);

        Assert.Equal(all.Select(noted => (string)noted["sign_in_id"]!), first.Items.Concat(second.Items).Select(noted => (string)noted["sign_in_id"]!));
        (await alice.GetAsync("/v1/me/sign-ins?cursor=YWJj")).ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
    }

    [Fact]
    public async Task The_oldest_give_way_to_the_newest()
    {
        var alice = await service.Api.SignUpAsync();
        await SeenAsync(alice, "/v1/me/sign-ins", 1);
        for (var number = 0; number < 1_002; number++)
        {
            await ExecuteAsync(
                "INSERT INTO sign_in_events (user_id, event_id, time, outcome) VALUES (@id, @other, '2020-01-01 00:00:00+00:00', 1)",
                alice.UserId, Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddDays(18_000).AddSeconds(number)));
        }

        await LoginAsync(alice.Name, Api.Password, "the newest");
        List<JsonNode> newest;
        do newest = await SeenAsync(alice, "/v1/me/sign-ins?limit=1", 1);
        while ((string?)newest[0]["user_agent"] != "the newest");

        Assert.Equal(1_000L, await ExecuteAsync("SELECT count(*) FROM sign_in_events WHERE user_id = @id", alice.UserId));
    }

    [Fact]
    public async Task They_go_with_the_account()
    {
        var alice = await service.Api.SignUpAsync();
        var bob = await service.Api.AddUserAsync(alice, "user");
        await SeenAsync(bob, "/v1/me/sign-ins", 1);

        (await alice.DeleteAsync($"/v1/users/{bob.UserId}")).Expect(HttpStatusCode.NoContent);

        Assert.Equal(0L, await ExecuteAsync("SELECT count(*) FROM sign_in_events WHERE user_id = @id", bob.UserId));
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_noted_nowhere()
    {
        var name = Api.NewName();
        var alice = await service.Api.SignUpAsync();
        for (var attempt = 0; attempt < 6; attempt++) await LoginAsync(name, Wrong, name);
        await LoginAsync(alice.Name, Api.Password);
        await SeenAsync(alice, "/v1/me/sign-ins", 2);

        Assert.Equal(0L, await ExecuteAsync("SELECT count(*) FROM sign_in_events WHERE user_agent = @name", alice.UserId, name: name));
    }

    // A sign-in does not wait for its note.
    private static async Task<List<JsonNode>> SeenAsync(Session session, string path, int count)
    {
        List<JsonNode> seen;
        do seen = [.. (await session.GetAsync(path)).Expect(HttpStatusCode.OK).Items];
        while (seen.Count < count);
        Assert.Equal(count, seen.Count);
        return seen;
    }

    private async Task<Answer> LoginAsync(string login, string password, string? agent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/login")
        {
            Content = JsonContent.Create(new { username = login, password }),
        };
        if (agent is not null) request.Headers.TryAddWithoutValidation("User-Agent", agent);
        return await service.Api.SendAsync(request);
    }

    private static async Task<string> AddClientAsync(Session owner) => (await owner.PostAsync(
        "/v1/clients", new { name = "App", redirect_uris = new[] { "https://app.example/callback" }, first_party = true })).Expect(HttpStatusCode.Created)["client_id"];

    private async Task SignInAtPageAsync(string name, string? client, string password)
    {
        var browser = new Browser(service.Api.Http);
        var target = client is null ? "" : "?return_url=" + Uri.EscapeDataString(
            $"/oauth2/authorize?client_id={client}&response_type=code&redirect_uri=https://app.example/callback"
            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&scope=openid");
        await browser.SubmitAsync(await browser.OpenAsync("/sign-in" + target), ("login", name), ("password", password));
    }

    private async Task<object?> ExecuteAsync(string sql, string id, Guid? other = null, string? name = null)
    {
        await using var connection = await service.Silo.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<object?>(sql, new { id = Guid.Parse(id), other, name });
    }

    private static string Outcome(JsonNode noted) => (string)noted["outcome"]!;
}
