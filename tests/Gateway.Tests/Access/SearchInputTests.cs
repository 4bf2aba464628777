using System.Net;
using System.Text.Json.Nodes;
using Xunit;
using static AuthServe.Gateway.Tests.Access.Asking;
using static AuthServe.Gateway.Tests.Access.Searching;

namespace AuthServe.Gateway.Tests.Access;

/// <summary>What cannot be searched is refused by the rules for checks (AuthZEN, section 10.1).</summary>
public sealed class SearchInputTests(SharedOwner shared) : IClassFixture<SharedOwner>
{
    private static readonly string[] WrongValues = ["missing", "null", "1", "true", "[]", "{}", """["text"]"""];

    public static TheoryData<string, string, string> WrongMembers
    {
        get
        {
            var wrong = new TheoryData<string, string, string>();
            AddAll(wrong, Subjects, "subject", "subject.type", "action", "action.name", "resource", "resource.type", "resource.id");
            AddAll(wrong, Resources, "subject", "subject.type", "subject.id", "action", "action.name", "resource", "resource.type");
            AddAll(wrong, Actions, "subject", "subject.type", "subject.id", "resource", "resource.type", "resource.id");
            return wrong;
        }
    }

    public static MatrixTheoryData<string, string> WrongBodies => new([Subjects, Resources, Actions],
        [.. EvaluationInputTests.WrongBodies.Select(row => row.Data.Item2).Distinct()]);

    public static MatrixTheoryData<string, string?> WrongContentTypes => new([Subjects, Resources, Actions],
        [.. EvaluationInputTests.WrongContentTypes.Select(row => row.Data.Item2).Distinct()]);

    [Theory]
    [MemberData(nameof(WrongMembers))]
    public async Task A_required_member_that_is_missing_or_of_another_type_is_refused(string path, string member, string value)
    {
        var body = Example(path, shared.Session.UserId);
        var names = member.Split('.');
        var parent = names[..^1].Aggregate(body, (at, name) => at[name]!.AsObject());
        if (value == "missing") parent.Remove(names[^1]);
        else parent[names[^1]] = JsonNode.Parse(value);

        (await shared.Session.PostAsync(path, body)).ExpectError(HttpStatusCode.BadRequest);
    }

    [Theory]
    [MemberData(nameof(WrongBodies))]
    public async Task A_body_that_is_no_search_is_refused(string path, string body) =>
        (await shared.Session.PostAsync(path, Body(body))).ExpectError(HttpStatusCode.BadRequest);

    [Theory]
    [MemberData(nameof(WrongContentTypes))]
    public async Task Another_content_type_is_a_bad_request(string path, string? contentType)
    {
        var body = Example(path, shared.Session.UserId).ToJsonString();

        (await shared.Session.PostAsync(path, Body(body, contentType))).ExpectError(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(Subjects)]
    [InlineData(Resources)]
    [InlineData(Actions)]
    public async Task No_body_bytes_that_are_no_text_and_a_member_given_twice_are_refused(string path)
    {
        var body = Example(path, shared.Session.UserId).ToJsonString();
        var twice = body[..^1] + ",\"resource\":{\"type\":\"a.b\",\"id\":\"1\"}}";

        (await shared.Session.PostAsync(path, null)).ExpectError(HttpStatusCode.BadRequest);
        (await shared.Session.PostAsync(path, Body([0xff, 0xfe, 0x00]))).ExpectError(HttpStatusCode.BadRequest);
        (await shared.Session.PostAsync(path, Body(twice))).ExpectError(HttpStatusCode.BadRequest);
        (await shared.Session.PostAsync(path, Body($$"""{"x":{{new string('[', 5_000)}}"""))).ExpectError(HttpStatusCode.BadRequest);
        using var tooLong = Body(body.PadRight(65 * 1024));
        (await shared.Session.PostAsync(path, tooLong)).ExpectError(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData(Subjects)]
    [InlineData(Resources)]
    [InlineData(Actions)]
    public async Task Unknown_members_and_the_id_that_is_searched_for_are_ignored(string path)
    {
        var expected = await shared.Session.FindAsync(path, Example(path, shared.Session.UserId));
        var body = Example(path, shared.Session.UserId);
        if (path == Subjects) body["subject"]!["id"] = "somebody";
        if (path == Resources) body["resource"]!["id"] = 42;
        if (path == Actions) body["action"] = 7;
        (body["x"], body["context"]) = (new JsonObject { ["deep"] = 1 }, new JsonObject { ["time"] = "now" });
        body["subject"]!["properties"] = new JsonObject { ["department"] = "Sales" };

        Assert.NotEmpty(expected);
        Assert.Equal(expected, await shared.Session.FindAsync(path, body));
    }

    private static void AddAll(TheoryData<string, string, string> wrong, string path, params string[] members)
    {
        foreach (var member in members)
        {
            foreach (var value in WrongValues) wrong.Add(path, member, value);
        }
    }
}
