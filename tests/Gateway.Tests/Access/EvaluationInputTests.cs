using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;
using static AuthServe.Gateway.Tests.Access.Asking;

namespace AuthServe.Gateway.Tests.Access;

/// <summary>What cannot be answered: 400 with AuthZEN's error, whatever is wrong (AuthZEN, section 10.1).</summary>
public sealed class EvaluationInputTests(SharedOwner shared) : IClassFixture<SharedOwner>
{
    private const string Missing = "missing";

    private static readonly string[] Members =
        ["subject", "subject.type", "subject.id", "action", "action.name", "resource", "resource.type", "resource.id"];

    private static readonly string[] WrongValues = [Missing, "null", "1", "true", "[]", "{}", """["text"]"""];

    public static MatrixTheoryData<string, string> WrongMembers => new(Members, WrongValues);

    public static MatrixTheoryData<string, string> WrongBodies => new([One, Many],
    [
        "", " ", "null", "[]", "1", "\"text\"", "{}", "{", "}", "{\"subject\":", "{'subject':1}", "{,}", "\0", "{}{}", "nul",
        "<subject/>", "subject=alice", "{\"subject\":{}}}", "/* {} */", "{\"subject\":\"\\ud800\"}",
    ]);

    public static MatrixTheoryData<string, string?> WrongContentTypes => new([One, Many],
    [
        null, "", "text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml",
        "application/jsonx", "json", "*/*", "application/json, text/plain",
    ]);

    [Theory]
    [MemberData(nameof(WrongMembers))]
    public async Task A_required_member_that_is_missing_or_of_another_type_is_refused(string member, string value)
    {
        var body = Question(shared.Session.UserId, "auth.user.read");
        Put(body, member.Split('.'), value);

        (await shared.Session.PostAsync(One, body)).ExpectError(HttpStatusCode.BadRequest);
        (await shared.Session.PostAsync(Many, body)).ExpectError(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("subject")]
    [InlineData("action")]
    [InlineData("resource")]
    public async Task A_text_is_no_entity_and_an_entity_is_given_once(string member)
    {
        var text = Question(shared.Session.UserId, "auth.user.read");
        text[member] = "text";
        var twice = Question(shared.Session.UserId, "auth.user.read").ToJsonString();
        twice = twice[..^1] + $",\"{member}\":{Question(shared.Session.UserId, "auth.user.read")[member]!.ToJsonString()}}}";

        (await shared.Session.PostAsync(One, text)).ExpectError(HttpStatusCode.BadRequest);
        (await shared.Session.PostAsync(One, Body(twice))).ExpectError(HttpStatusCode.BadRequest);
    }

    [Theory]
    [MemberData(nameof(WrongBodies))]
    public async Task A_body_that_is_no_question_is_refused(string path, string body) =>
        (await shared.Session.PostAsync(path, Body(body))).ExpectError(HttpStatusCode.BadRequest);

    [Theory]
    [InlineData(One)]
    [InlineData(Many)]
    public async Task No_body_and_one_that_is_not_UTF_8_is_refused(string path)
    {
        var question = Question(shared.Session.UserId, "auth.user.read").ToJsonString();
        var invalid = Encoding.UTF8.GetBytes(question.Replace("\"user\"", "\"us?er\"", StringComparison.Ordinal));
        invalid[Array.IndexOf(invalid, (byte)'?')] = 0xff;

        (await shared.Session.PostAsync(path, null)).ExpectError(HttpStatusCode.BadRequest);
        (await shared.Session.PostAsync(path, Body(invalid))).ExpectError(HttpStatusCode.BadRequest);
        (await shared.Session.PostAsync(path, Body(Encoding.Unicode.GetBytes(question)))).ExpectError(HttpStatusCode.BadRequest);
        (await shared.Session.PostAsync(path, Body([0xff, 0xfe, 0x00]))).ExpectError(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(10_000, '[', ']')]
    [InlineData(100_000, '[', '[')]
    [InlineData(100_000, '{', '{')]
    public async Task A_body_nested_deeply_is_refused(int depth, char open, char close)
    {
        var body = $$"""{"subject":{{new string(open, depth)}}{{new string(close, depth)}}}""";

        (await shared.Session.PostAsync(One, Body(body))).ExpectError(HttpStatusCode.BadRequest);
        (await shared.Session.PostAsync(Many, Body(body))).ExpectError(HttpStatusCode.BadRequest);
    }

    [Theory]
    [MemberData(nameof(WrongContentTypes))]
    public async Task Another_content_type_is_a_bad_request(string path, string? contentType)
    {
        var question = Question(shared.Session.UserId, "auth.user.read").ToJsonString();

        (await shared.Session.PostAsync(path, Body(question, contentType))).ExpectError(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON;charset=\"UTF-8\"")]
    public async Task JSON_is_JSON_however_it_is_spelled(string contentType)
    {
        var question = Question(shared.Session.UserId, "auth.user.read").ToJsonString();

        Assert.True((await shared.Session.PostAsync(One, Body(question, contentType))).Decision());
    }

    [Theory]
    [InlineData(One, true)]
    [InlineData(Many, true)]
    [InlineData(One, false)]
    [InlineData(Many, false)]
    public async Task A_body_longer_than_is_read_is_too_large(string path, bool hasLength)
    {
        var question = Question(shared.Session.UserId, "auth.user.read").ToJsonString();
        using var body = Body(question.PadRight((2 * 1024 * 1024) + 1));

        (await shared.Session.SendLongAsync(HttpMethod.Post, path, body, hasLength)).ExpectError(HttpStatusCode.RequestEntityTooLarge);
    }

    private static void Put(JsonObject body, string[] path, string value)
    {
        var parent = path[..^1].Aggregate(body, (at, name) => at[name]!.AsObject());
        if (value == Missing) parent.Remove(path[^1]);
        else parent[path[^1]] = JsonNode.Parse(value);
    }
}
