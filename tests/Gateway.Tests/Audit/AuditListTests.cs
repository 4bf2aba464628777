using System.Net;
using AuthServe.Gateway.Tests.Invitations;
using Xunit;

namespace AuthServe.Gateway.Tests.Audit;

/// <summary>Reading the audit log.</summary>
public sealed class AuditListTests(Service service)
{
    [Fact]
    public async Task An_entry_says_who_did_what_in_which_request_and_what_it_changed()
    {
        var alice = await service.Api.SignUpAsync();
        var trace = Guid.NewGuid().ToString("N");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/roles")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { name = "clerk", display_name = "Clerk", permissions = new[] { "auth.user.read" } }),
            Headers = { Authorization = new("Bearer", alice.Token) },
        };
        request.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
        var before = TimeProvider.System.GetUtcNow();
        (await service.Api.SendAsync(request)).Expect(HttpStatusCode.Created);

        var entry = (await alice.GetAsync("/v1/audit?limit=1")).Expect(HttpStatusCode.OK).Items.Single();

        Assert.Equal(2, (long)entry["revision"]!);
        Assert.Equal((alice.UserId, "role.create", "clerk", trace), ((string)entry["actor"]!, (string)entry["command"]!, (string)entry["target"]!, (string)entry["request_id"]!));
        Assert.Null(entry["before"]);
        Assert.Equal("""{"display_name":"Clerk","permissions":["auth.user.read"]}""", entry["after"]!.ToJsonString());
        Assert.InRange(DateTimeOffset.Parse((string)entry["time"]!, System.Globalization.CultureInfo.InvariantCulture), before.AddSeconds(-1), TimeProvider.System.GetUtcNow().AddSeconds(1));
        Assert.Matches("^[0-9a-f]{64}$", (string)entry["hash"]!);
    }

    [Fact]
    public async Task The_founding_names_its_request_too()
    {
        var alice = await service.Api.SignUpAsync();

        var entry = (await alice.GetAsync("/v1/audit")).Items.Single();

        Assert.Equal(("organization.found", alice.OrgId, alice.UserId), ((string)entry["command"]!, (string)entry["target"]!, (string)entry["actor"]!));
        Assert.NotEmpty((string)entry["request_id"]!);
    }

    [Fact]
    public async Task Whatever_somebody_does_about_themselves_names_its_request_too()
    {
        var (alice, name) = (await service.Api.SignUpAsync(), Api.NewName());
        var token = await service.InviteAsync(alice, $"{name}@example.com");
        (await service.Api.AcceptAsync(token, name)).Expect(HttpStatusCode.OK);
        var bob = await service.Api.SignInAsync(name);
        (await bob.PatchAsync("/v1/me", new { display_name = "Bob" })).Expect(HttpStatusCode.OK);
        (await bob.DeleteAsync($"/v1/me/memberships/{alice.OrgId}")).Expect(HttpStatusCode.NoContent);

        var entries = (await alice.GetAsync("/v1/audit")).Expect(HttpStatusCode.OK).Items.ToList();

        Assert.Equal(
            ["member.leave", "member.update_profile", "invitation.accept", "invitation.create", "organization.found"],
            entries.Select(entry => (string)entry["command"]!));
        Assert.All(entries, entry => Assert.NotNull((string?)entry["request_id"]));
        Assert.Distinct(entries.Select(entry => (string?)entry["request_id"]));
    }

    [Fact]
    public async Task Filters_add_up()
    {
        var alice = await service.Api.SignUpAsync();
        var bob = await service.Api.AddUserAsync(alice, "admin");
        var carol = await service.Api.AddUserAsync(alice, "user");
        (await bob.PatchAsync($"/v1/users/{carol.UserId}", new { display_name = "Carol" })).Expect(HttpStatusCode.OK);
        var middle = (string)(await alice.GetAsync("/v1/audit?limit=1")).Items.Single()["time"]!;
        (await alice.PutAsync($"/v1/users/{carol.UserId}/roles/admin")).Expect(HttpStatusCode.NoContent);

        Assert.Equal([5, 4, 3, 2, 1], await RevisionsAsync(""));
        Assert.Equal([4], await RevisionsAsync($"actor={bob.UserId}"));
        Assert.Equal([5, 4, 3], await RevisionsAsync($"subject={carol.UserId}"));
        Assert.Equal([5, 4, 3], await RevisionsAsync($"subject={carol.UserId.ToUpperInvariant()}"));
        Assert.Equal([5, 3], await RevisionsAsync($"subject={carol.UserId}&actor={alice.UserId}"));
        Assert.Equal([3, 2], await RevisionsAsync("command=member.add"));
        Assert.Equal([5, 4], await RevisionsAsync($"from={Uri.EscapeDataString(middle)}"));
        Assert.Equal([3, 2, 1], await RevisionsAsync($"to={Uri.EscapeDataString(middle)}"));
        Assert.Equal([4], await RevisionsAsync($"from={Uri.EscapeDataString(middle)}&actor={bob.UserId}&subject={carol.UserId}&command=member.update"));
        Assert.Equal([], await RevisionsAsync("to=2020-01-01T00:00:00Z"));
        Assert.Equal([5, 4, 3, 2, 1], await RevisionsAsync("from=2020-01-01T05:00:00.5%2B05:00"));
        Assert.Equal([], await RevisionsAsync($"subject={Guid.CreateVersion7()}"));

        async Task<IEnumerable<long>> RevisionsAsync(string query) =>
            (await alice.GetAsync("/v1/audit?" + query)).Expect(HttpStatusCode.OK).Items.Select(entry => (long)entry["revision"]!);
    }

    [Fact]
    public async Task Pages_go_on_where_they_stopped_though_the_log_grows()
    {
        var alice = await service.Api.SignUpAsync();
        foreach (var number in Enumerable.Range(0, 6)) await alice.AddRoleAsync($"role-{number}");

        var first = (await alice.GetAsync("/v1/audit?limit=3")).Expect(HttpStatusCode.OK);
        await alice.AddRoleAsync("late");
        var second = (await alice.GetAsync($"/v1/audit?limit=3&cursor={first["next_cursor"]}")).Expect(HttpStatusCode.OK);
        var third = (await alice.GetAsync($"/v1/audit?limit=3&cursor={second["next_cursor"]}")).Expect(HttpStatusCode.OK);

        Assert.Equal([7, 6, 5, 4, 3, 2, 1], new[] { first, second, third }.SelectMany(page => page.Items).Select(entry => (long)entry["revision"]!));
        Assert.Null(third.Json["next_cursor"]);
    }

    [Theory]
    [InlineData("actor=alice", "actor")]
    [InlineData("from=yesterday", "from")]
    [InlineData("from=2026-03-01T09:30:00", "from")]
    [InlineData("to=2026-03-01", "to")]
    [InlineData("cursor=YWJj", "cursor")]
    [InlineData("limit=0", "limit")]
    public async Task What_is_wrong_is_named(string query, string member)
    {
        var alice = await service.Api.SignUpAsync();

        var answer = await alice.GetAsync("/v1/audit?" + query);

        answer.ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        Assert.NotNull(answer.Json["errors"]![member]);
    }

    [Fact]
    public async Task Nobody_reads_the_log_of_another_organization()
    {
        var (alice, mallory) = (await service.Api.SignUpAsync(), await service.Api.SignUpAsync());

        var entries = (await mallory.GetAsync($"/v1/audit?actor={alice.UserId}")).Expect(HttpStatusCode.OK).Items;

        Assert.Empty(entries);
    }
}
