using System.Net;
using System.Text;
using AuthServe.Gateway.Tests.Access;
using Xunit;

namespace AuthServe.Gateway.Tests.Input;

/// <summary>Bodies that cannot be read, and members that are missing, unknown or of another type: 400 that names the member.</summary>
public sealed class ValidationTests(SharedOwner shared) : IClassFixture<SharedOwner>
{
    private const int Limit = 64 * 1024;

    public static TheoryData<string> Names => new(Requests.All.Keys);

    public static MatrixTheoryData<string, string> WrongBodies => new(
        Requests.All.Keys,
        [
            "", " ", "null", "[]", "[{}]", "1", "true", "\"text\"", "{", "{]", "{}{}", "{}x", "{,}", "{'a':1}", "{a:1}", "/**/{}", "\0",
            "nul", "<a/>", "a=1",
        ]);

    public static IEnumerable<TheoryDataRow<string, string>> RequiredMembers => Members(request => request.Required);

    public static IEnumerable<TheoryDataRow<string, string>> AllMembers => Members(request => request.Members);

    public static IEnumerable<TheoryDataRow<string, string>> Texts => Members(request => request.Texts);

    [Theory]
    [MemberData(nameof(WrongBodies))]
    public async Task A_body_that_is_no_object_is_refused(string name, string body) =>
        (await Requests.All[name].SendAsync(shared.Session, Asking.Body(body))).ExpectInvalid();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_body_that_is_missing_or_not_UTF_8_is_refused(string name)
    {
        var request = Requests.All[name];
        var text = request.NewBody().ToJsonString();
        var invalid = Encoding.UTF8.GetBytes(text.Insert(text.IndexOf(":\"", StringComparison.Ordinal) + 2, "?"));
        invalid[Array.IndexOf(invalid, (byte)'?')] = 0xff;

        (await request.SendAsync(shared.Session, null)).ExpectInvalid();
        (await request.SendAsync(shared.Session, Asking.Body([0xff, 0xfe, 0x00]))).ExpectInvalid();
        (await request.SendAsync(shared.Session, Asking.Body(Encoding.Unicode.GetBytes(text)))).ExpectInvalid();
        (await request.SendAsync(shared.Session, Asking.Body(invalid))).ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
    }

    [Theory]
    [MemberData(nameof(RequiredMembers))]
    public async Task A_member_that_is_missing_or_null_is_named(string name, string member)
    {
        (await Requests.All[name].SendAsync(shared.Session, member, null)).ExpectInvalid(member);
        (await Requests.All[name].SendAsync(shared.Session, member, "null")).ExpectInvalid(member);
    }

    [Theory]
    [MemberData(nameof(AllMembers))]
    public async Task A_member_of_another_type_is_named(string name, string member)
    {
        var request = Requests.All[name];
        string[] values = member switch
        {
            "user" or "organization" when name == "signup" => ["1", "1e400", "true", "\"text\"", "[]"],
            "roles" or "permissions" or "redirect_uris" or "post_logout_redirect_uris" or "grant_types" or "scopes" => ["1", "true", "\"text\"", "{}"],
            "organization.mfa_required" or "mfa_required" or "first_party" => ["1", "0", "\"true\"", "[]", "{}"],
            _ => ["1", "1e400", "99999999999999999999", "true", "[]", "[\"text\"]", "{}"],
        };

        foreach (var value in values) (await request.SendAsync(shared.Session, member, value)).ExpectInvalid(member);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_text_that_is_not_well_formed_Unicode_is_named(string name, string member)
    {
        var text = Requests.All[name].NewBody().ToJsonString();
        var last = member.Split('.')[^1].Replace("[0]", "", StringComparison.Ordinal);
        var at = text.IndexOf('"', text.IndexOf($"\"{last}\":", StringComparison.Ordinal) + last.Length + 3);
        var body = text.Insert(at + 1, "\\ud800");

        (await Requests.All[name].SendAsync(shared.Session, Asking.Body(body))).ExpectInvalid(member);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_member_that_is_not_known_is_named(string name)
    {
        var request = Requests.All[name];
        foreach (var member in new[] { "is_admin", "userName", "Name", "__proto__", "$type", "" })
        {
            var body = request.NewBody();
            body[member] = "x";
            (await request.SendAsync(shared.Session, body)).ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        }

        var known = request.NewBody();
        known["is_admin"] = true;
        (await request.SendAsync(shared.Session, known)).ExpectInvalid("is_admin");
    }

    [Fact]
    public async Task A_member_that_is_not_known_inside_another_is_named()
    {
        var request = Requests.All["signup"];

        (await request.SendAsync(shared.Session, "user.role", "\"owner\"")).ExpectInvalid("user.role");
        (await request.SendAsync(shared.Session, "organization.org_id", "1")).ExpectInvalid("organization.org_id");
    }

    [Theory]
    [MemberData(nameof(AllMembers))]
    public async Task A_member_that_is_given_twice_is_named(string name, string member)
    {
        if (member.EndsWith(']')) return;
        var text = Requests.All[name].NewBody().ToJsonString();
        var last = $"\"{member.Split('.')[^1]}\":";
        var body = text.Insert(text.LastIndexOf(last, StringComparison.Ordinal), $"{last}null,");

        (await Requests.All[name].SendAsync(shared.Session, Asking.Body(body))).ExpectInvalid(member);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_body_nested_deeply_is_refused(string name)
    {
        var body = Requests.All[name].NewBody().ToJsonString();
        foreach (var (open, close) in new[] { ("[", "]"), ("{\"a\":", "}") })
        {
            var deep = string.Concat(Enumerable.Repeat(open, 5_000)) + "1" + string.Concat(Enumerable.Repeat(close, 5_000));
            foreach (var text in new[] { deep, body[..^1] + $",\"x\":{deep}}}" })
            {
                var answer = await Requests.All[name].SendAsync(shared.Session, Asking.Body(text));
                answer.ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_body_longer_than_64_KiB_is_too_large(string name)
    {
        var request = Requests.All[name];
        var path = request.Path.Replace("{user}", shared.Session.UserId, StringComparison.Ordinal);
        using var longest = Asking.Body("{\"x\":1}".PadLeft(Limit));
        using var longer = Asking.Body("{\"x\":1}".PadLeft(Limit + 1));
        using var chunked = Asking.Body("{\"x\":1}".PadLeft(Limit + 1));

        (await shared.Session.SendLongAsync(request.Method, path, longest, hasLength: true)).ExpectInvalid("x");
        (await shared.Session.SendLongAsync(request.Method, path, longer, hasLength: true))
            .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "request.too_large");
        (await shared.Session.SendLongAsync(request.Method, path, chunked, hasLength: false))
            .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "request.too_large");
    }

    private static IEnumerable<TheoryDataRow<string, string>> Members(Func<Requests.Request, IEnumerable<string>> members) =>
        Requests.All.Values.SelectMany(request => members(request).Select(member => new TheoryDataRow<string, string>(request.Name, member)));
}
