using System.Net;
using System.Text.Json.Nodes;
using Xunit;
using static AuthServe.Gateway.Tests.Access.Asking;

namespace AuthServe.Gateway.Tests.Access;

/// <summary>Many questions in one call (AuthZEN, section 7).</summary>
public sealed class EvaluationsTests(Service service, SharedOwner shared) : IClassFixture<SharedOwner>
{
    private const string Granted = "auth.user.read";
    private const string NotGranted = "billing.invoice.read";

    private string Me => shared.Session.UserId;

    [Fact]
    public async Task Top_level_members_stand_in_and_items_override_them_by_whole_objects()
    {
        var owner = await service.Api.SignUpAsync();
        var bob = await service.Api.AddUserAsync(owner, "user");
        var body = Question(bob.UserId, "auth.user.read");
        body["evaluations"] = new JsonArray(
            new JsonObject(),
            new JsonObject { ["action"] = Action("write") },
            new JsonObject { ["action"] = Action("write"), ["subject"] = User(owner.Name) },
            new JsonObject { ["resource"] = Resource("auth.role") },
            new JsonObject { ["resource"] = new JsonObject { ["type"] = "auth.user" } },
            new JsonObject { ["subject"] = new JsonObject { ["id"] = owner.UserId } },
            new JsonObject { ["unknown"] = 1, ["context"] = new JsonObject() });

        var answers = Answers(await owner.PostAsync(Many, body));

        Assert.Equal("1010001", Decisions(answers));
        Assert.Equal("....ee.", string.Concat(answers.Select(answer => answer["context"]!["error"] is null ? '.' : 'e')));
        Assert.Equal("""["owner"]""", answers[2]["context"]!["via"]!.ToJsonString());
    }

    [Theory]
    [InlineData(1_000, HttpStatusCode.OK)]
    [InlineData(1_001, HttpStatusCode.BadRequest)]
    public async Task Asks_about_so_many_subjects_at_once(int subjects, HttpStatusCode status)
    {
        var body = Question(Me, Granted);
        body["evaluations"] = new JsonArray(
            [.. Enumerable.Range(0, subjects).Select(_ => new JsonObject { ["subject"] = User(Guid.CreateVersion7().ToString()) })]);

        (await shared.Session.PostAsync(Many, body)).Expect(status);
    }

    [Fact]
    public async Task Thousands_of_answers_alike_and_not_come_in_the_order_of_the_questions()
    {
        var asked = string.Concat(Enumerable.Range(0, 3_000).Select(number => (number % 7) switch { 0 => '?', 1 or 3 => '0', _ => '1' }));

        var answers = Answers(await shared.Session.PostAsync(Many, new JsonObject { ["evaluations"] = new JsonArray([.. asked.Select(Item)]) }));

        Assert.Equal(asked.Replace('?', '0'), Decisions(answers));
        Assert.Equal(
            asked, string.Concat(answers.Select(answer => answer["context"]!["error"] is null ? answer["decision"]!.GetValue<bool>() ? '1' : '0' : '?')));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task Without_items_it_is_one_question(string? items)
    {
        var body = Question(Me, Granted);
        var alone = await shared.Session.PostAsync(One, body);
        if (items is not null) body["evaluations"] = JsonNode.Parse(items);

        var answer = await shared.Session.PostAsync(Many, body);

        Assert.True(answer.Decision());
        Assert.Equal(alone.Body, answer.Body);
    }

    [Theory]
    [InlineData(null, "10110", "10110")]
    [InlineData("execute_all", "10110", "10110")]
    [InlineData("execute_all", "0", "0")]
    [InlineData("deny_on_first_deny", "11011", "110")]
    [InlineData("deny_on_first_deny", "0111", "0")]
    [InlineData("deny_on_first_deny", "111", "111")]
    [InlineData("deny_on_first_deny", "1?1", "1?")]
    [InlineData("permit_on_first_permit", "00101", "001")]
    [InlineData("permit_on_first_permit", "1000", "1")]
    [InlineData("permit_on_first_permit", "000", "000")]
    [InlineData("permit_on_first_permit", "0?10", "0?1")]
    public async Task Answers_stop_with_the_deciding_one(string? semantic, string asked, string answered)
    {
        var body = new JsonObject { ["evaluations"] = new JsonArray([.. asked.Select(Item)]) };
        if (semantic is not null) body["options"] = new JsonObject { ["evaluations_semantic"] = semantic, ["other"] = true };

        var answers = Answers(await shared.Session.PostAsync(Many, body));

        Assert.Equal(answered.Replace('?', '0'), Decisions(answers));
        Assert.Equal(answered.Contains('?', StringComparison.Ordinal), answers.Any(answer => answer["context"]!["error"] is not null));
    }

    [Theory]
    [InlineData("""{"evaluations_semantic":"execute_some"}""")]
    [InlineData("""{"evaluations_semantic":"EXECUTE_ALL"}""")]
    [InlineData("""{"evaluations_semantic":""}""")]
    [InlineData("""{"evaluations_semantic":1}""")]
    [InlineData("""{"evaluations_semantic":["execute_all"]}""")]
    [InlineData("1")]
    [InlineData("[]")]
    [InlineData("\"execute_all\"")]
    public async Task Options_that_mean_nothing_are_refused(string options)
    {
        var body = new JsonObject { ["evaluations"] = new JsonArray(Item('1')), ["options"] = JsonNode.Parse(options) };

        (await shared.Session.PostAsync(Many, body)).ExpectError(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("true")]
    [InlineData("\"text\"")]
    public async Task Items_that_are_no_array_are_refused(string items)
    {
        var body = Question(Me, Granted);
        body["evaluations"] = JsonNode.Parse(items);

        (await shared.Session.PostAsync(Many, body)).ExpectError(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("""{"subject":"text","action":{"name":"read"},"resource":{"type":"auth.user","id":"1"}}""")]
    [InlineData("""{"subject":{"type":"user","id":1},"action":{"name":"read"},"resource":{"type":"auth.user","id":"1"}}""")]
    [InlineData("""{"subject":{"type":"user","id":"a"},"action":{},"resource":{"type":"auth.user","id":"1"}}""")]
    [InlineData("""{"subject":{"type":"user","id":"a"},"action":{"name":"read"},"resource":{"id":"1"}}""")]
    [InlineData("""{"subject":{"type":"user","id":"a"},"action":{"name":"read"}}""")]
    public async Task An_incomplete_item_is_answered_in_its_place_and_the_others_are_made(string item)
    {
        var body = new JsonObject { ["evaluations"] = new JsonArray(Item('1'), JsonNode.Parse(item), Item('1')) };

        var answers = Answers(await shared.Session.PostAsync(Many, body));

        Assert.Equal("101", Decisions(answers));
        var context = Assert.Single(answers[1]["context"]!.AsObject());
        Assert.Equal("error", context.Key);
        Assert.Equal(400, context.Value!["status"]!.GetValue<int>());
        Assert.NotEmpty(context.Value!["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_thousand_questions_about_several_subjects_are_answered_in_order()
    {
        var owner = await service.Api.SignUpAsync();
        var (bob, carol) = (await service.Api.AddUserAsync(owner, "user"), await service.Api.AddUserAsync(owner));
        (await owner.PatchAsync($"/v1/users/{carol.UserId}", new { status = "disabled" })).Expect(HttpStatusCode.OK);
        (string Subject, string Action, string Expected)[] kinds =
        [
            (owner.UserId, "write", "owner"), (bob.UserId, "read", "user"), (bob.Name, "write", "not_granted"),
            ($"{bob.Name}@example.com", "read", "user"), (carol.UserId, "read", "disabled"), (Api.NewName(), "read", "not_member"),
            (owner.Name, "read", "owner"),
        ];
        var asked = Enumerable.Range(0, 1_000).Select(number => kinds[number * number % 13 % kinds.Length]).ToArray();
        var items = asked.Select(kind => new { subject = User(kind.Subject), action = Action(kind.Action) });

        var answers = Answers(await owner.PostAsync(Many, new { resource = Resource("auth.user"), evaluations = items }));

        Assert.Equal(
            asked.Select(kind => kind.Expected),
            answers.Select(answer => (answer["context"]!["reason"] ?? answer["context"]!["via"]![0])!.GetValue<string>()));
    }

    private JsonNode? Item(char kind) => kind switch
    {
        '1' => Question(Me, Granted),
        '0' => Question(Me, NotGranted),
        _ => new JsonObject(),
    };

    private static JsonObject[] Answers(Answer answer)
    {
        answer.Expect(HttpStatusCode.OK);
        Assert.Equal("application/json", answer.ContentHeaders.ContentType?.ToString());
        return [.. Assert.Single(answer.Json.AsObject()).Value!.AsArray().Select(item => item!.AsObject())];
    }

    private static string Decisions(IEnumerable<JsonObject> answers) =>
        string.Concat(answers.Select(answer => answer["decision"]!.GetValue<bool>() ? '1' : '0'));
}
