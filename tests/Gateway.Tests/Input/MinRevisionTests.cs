using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using AuthServe.Gateway.Tests.Access;
using Xunit;
using static AuthServe.Gateway.Tests.Access.Asking;

namespace AuthServe.Gateway.Tests.Input;

/// <summary>A read that names a revision is never answered from below it; one the organization has not reached is refused.</summary>
public sealed class MinRevisionTests(Service service, SharedOwner shared) : IClassFixture<SharedOwner>
{
    private const string Granted = "auth.user.read";
    private const long Future = 1_000_000;

    private static readonly string[] Reads =
    [
        "/v1/me", "/v1/me/roles", "/v1/me/permissions", "/v1/me/sessions", "/v1/users", "/v1/users/{me}", "/v1/users/{me}/roles",
        "/v1/users/{me}/permissions", "/v1/users/{me}/sessions", "/v1/roles", "/v1/roles/owner", "/v1/roles/owner/users",
        "/v1/permissions", "/v1/permissions/auth.user.read", "/v1/clients",
    ];

    public static TheoryData<string> Paths => [.. Reads];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_read_takes_a_revision_that_is_reached_and_refuses_one_that_is_not(string path)
    {
        path = path.Replace("{me}", shared.Session.UserId, StringComparison.Ordinal);

        (await shared.Session.GetAsync(path + "?min_revision=1")).Expect(HttpStatusCode.OK);
        (await shared.Session.GetAsync(path + "?min_revision=0")).Expect(HttpStatusCode.OK);
        (await shared.Session.GetAsync($"{path}?min_revision={Future}")).ExpectProblem(HttpStatusCode.Conflict, "revision.not_reached");
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("+1")]
    [InlineData("%201")]
    [InlineData("9223372036854775808")]
    [InlineData("1&min_revision=2")]
    public async Task What_is_no_revision_is_a_bad_request(string text)
    {
        var answer = await shared.Session.GetAsync("/v1/roles?min_revision=" + text);

        answer.ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        Assert.NotNull(answer.Json["errors"]!["min_revision"]);
    }

    [Fact]
    public async Task Whoever_may_not_read_learns_no_revision()
    {
        var bob = await service.Api.AddUserAsync(await service.Api.SignUpAsync());

        (await service.Api.GetAsync($"/v1/roles?min_revision={Future}")).ExpectProblem(HttpStatusCode.Unauthorized, "token.missing");
        (await bob.GetAsync($"/v1/roles?min_revision={Future}")).ExpectProblem(HttpStatusCode.Forbidden, "permission.required");
    }

    [Fact]
    public async Task A_listing_has_what_a_write_has_acknowledged_at_every_gateway()
    {
        var owner = await service.Api.SignUpAsync();
        for (var number = 0; number < 10; number++)
        {
            var name = Api.NewName();
            var added = (await owner.PostAsync(
                "/v1/users", new { username = name, primary_email = $"{name}@example.com", password = Api.Password })).Expect(HttpStatusCode.Created);
            var revision = added.Headers.ValueOf("AuthServe-Revision");

            var listed = (await owner.At(service.OtherApi).GetAsync($"/v1/users?query={name}&min_revision={revision}")).Expect(HttpStatusCode.OK);

            Assert.Equal(name, (string?)Assert.Single(listed.Items)["username"]);
        }
    }

    [Fact]
    public async Task A_check_takes_a_revision_that_is_reached()
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("clerk", "billing.invoice.create");
        var bob = await service.Api.AddUserAsync(owner);
        var write = (await owner.PutAsync($"/v1/users/{bob.UserId}/roles/clerk")).Expect(HttpStatusCode.NoContent);
        var revision = long.Parse(write.Headers.ValueOf("AuthServe-Revision")!, CultureInfo.InvariantCulture);

        var answer = await owner.At(service.OtherApi).PostAsync(One, At(Question(bob.UserId, "billing.invoice.create"), revision));

        Assert.True(answer.Decision());
        Assert.Equal(revision, (long?)answer.Json["context"]!["revision"]);
        (await owner.PostAsync(One, At(Question(Api.NewName(), Granted), revision))).ExpectRefusal("not_member");
        (await owner.PostAsync(One, At(Question(bob.UserId, Granted), revision + 1))).ExpectError(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData(One)]
    [InlineData(Many)]
    public async Task A_check_below_the_revision_is_refused_whoever_it_is_about(string path)
    {
        string[] subjects = [shared.Session.UserId, shared.Session.Name, Guid.CreateVersion7().ToString(), Api.NewName()];
        foreach (var subject in subjects)
            (await shared.Session.PostAsync(path, At(Question(subject, Granted), Future))).ExpectError(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Of_many_checks_each_has_its_own_or_that_of_the_whole()
    {
        var body = At(Question(shared.Session.UserId, Granted), Future);
        body["evaluations"] = new JsonArray(
            new JsonObject(),
            new JsonObject { ["context"] = new JsonObject { ["min_revision"] = 1 } },
            new JsonObject { ["context"] = new JsonObject { ["mine"] = "x" } },
            new JsonObject { ["context"] = new JsonObject { ["min_revision"] = "1" } },
            new JsonObject { ["context"] = new JsonObject { ["min_revision"] = Future + 1 } });

        var answer = (await shared.Session.PostAsync(Many, body)).Expect(HttpStatusCode.OK);

        Assert.Equal(
            "409 ok ok 400 409",
            string.Join(' ', answer.Json["evaluations"]!.AsArray().Select(item => (string?)item!["context"]!["error"]?["status"]?.ToString() ?? "ok")));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("\"1\"")]
    [InlineData("1.5")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"min_revision\":1}")]
    [InlineData("9223372036854775808")]
    public async Task What_is_no_revision_in_a_context_is_a_bad_request(string value)
    {
        var body = Question(shared.Session.UserId, Granted);
        body["context"] = new JsonObject { ["min_revision"] = JsonNode.Parse(value) };

        (await shared.Session.PostAsync(One, body)).ExpectError(HttpStatusCode.BadRequest);
        (await shared.Session.PostAsync(Many, body)).ExpectError(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_context_or_a_revision_given_twice_is_a_bad_request()
    {
        var question = Question(shared.Session.UserId, Granted).ToJsonString()[..^1];

        (await shared.Session.PostAsync(One, Body(question + ",\"context\":{\"min_revision\":1},\"context\":{}}"))).ExpectError(HttpStatusCode.BadRequest);
        (await shared.Session.PostAsync(One, Body(question + ",\"context\":{\"min_revision\":1,\"min_revision\":1}}")))
            .ExpectError(HttpStatusCode.BadRequest);
    }

    private static JsonObject At(JsonObject question, long revision)
    {
        question["context"] = new JsonObject { ["min_revision"] = revision };
        return question;
    }
}
