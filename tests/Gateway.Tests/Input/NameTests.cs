using System.Net;
using System.Text.Json;
using AuthServe.Gateway.Tests.Access;
using Xunit;

namespace AuthServe.Gateway.Tests.Input;

/// <summary>Texts that are too long, hide something or look like others, and names that are taken.</summary>
public sealed class NameTests(Service service, SharedOwner shared) : IClassFixture<SharedOwner>
{
    private static readonly string[] Displayed = ["user.display_name", "organization.name", "display_name", "description"];

    private static readonly string[] Handles =
    [
        "user.username", "username", "user.primary_email", "primary_email", "name", "service", "resource", "action", "roles[0]",
        "permissions[0]",
    ];

    // Control characters, line ends, zero-width and reordering characters, a byte order mark, private use.
    private static readonly string[] Hiding =
    [
        "", " ", "a\0b", "a\nb", "a\tb", "a\u001b[31mb", "a\u007fb", "a\u0085b", "a\u2028b", "a\u200bb", "a\u202eb", "a\u2066b", "a\ufeffb",
        "a\ue000b", "a\ufffeb",
    ];

    // Cyrillic a, dotless i, dotted I, zero-width joiner and space, Greek omicron, an accent, control characters, blanks.
    private static readonly string[] Mistakable =
    [
        "", " ", "\u0430lice", "al\u0131ce", "al\u0130ce", "al\u200dice", "al\u200bice", "b\u03bfb", "\u00e9lise", "a\0b", "a\nb",
        "alice\n", " alice", "alice ", "a b", "../alice", "a/b", "a\\b", "a'b--", "<b>", "a\ufffeb", "-alice", "%61lice", "\ud83d\ude00",
    ];

    public static IEnumerable<TheoryDataRow<string, string>> Texts => Requests.All.Values
        .SelectMany(request => request.Texts.Select(member => new TheoryDataRow<string, string>(request.Name, member)));

    public static IEnumerable<TheoryDataRow<string, string>> DisplayTexts => Members(Displayed.Contains).Concat(Members("name".Equals).Where(row => NamesForPeople(row.Data.Item1)));

    // Any text may be tried as a login: it is answered as a name that nobody has.
    public static IEnumerable<TheoryDataRow<string, string>> HandleTexts =>
        Members(Handles.Contains).Where(row => row.Data.Item1 != "login" && !(row.Data.Item2 == "name" && NamesForPeople(row.Data.Item1)));

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_text_of_ten_thousand_characters_is_refused(string name, string member) =>
        (await SendAsync(name, member, new string('a', 10_000))).ExpectInvalid(member);

    [Theory]
    [MemberData(nameof(DisplayTexts))]
    public async Task A_text_for_people_hides_nothing(string name, string member)
    {
        foreach (var text in Hiding) (await SendAsync(name, member, text)).ExpectInvalid(member);
    }

    [Theory]
    [MemberData(nameof(HandleTexts))]
    public async Task A_name_is_made_of_what_cannot_be_mistaken(string name, string member)
    {
        foreach (var text in Mistakable) (await SendAsync(name, member, text)).ExpectInvalid(member);
    }

    [Theory]
    [InlineData("add role", "name")]
    [InlineData("add permission", "service")]
    [InlineData("add permission", "resource")]
    [InlineData("add permission", "action")]
    [InlineData("add user", "roles[0]")]
    public async Task A_slug_is_not_folded(string name, string member)
    {
        foreach (var text in new[] { "Clerk", "CLERK", "\uff43lerk", "1clerk", "_clerk", "cl.erk", new string('a', 64) })
            (await SendAsync(name, member, text)).ExpectInvalid(member);
    }

    [Theory]
    [InlineData("signup", "organization.domain", "Example.com", "example", "ex ample.com", "-a.com", "a..com", "localhost:80")]
    [InlineData("signup", "organization.type", "", "Teams", "startup")]
    [InlineData("signup", "user.primary_email", "alice", "@example.com", "alice@", "a b@example.com", "a@exa mple.com", "a@b@c.com")]
    [InlineData("change user", "status", "", "Active", "deleted")]
    [InlineData("login", "organization", "", "mine", "019a2b3c4d5e7f608a9b0c1d2e3f4a5b", "{019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b}")]
    [InlineData("login", "scope", "auth", "auth.user", "openid\u00a0", "auth.user.read,auth.user.write", "AUTH.USER.READ", "a.b.c.d")]
    [InlineData("add role", "permissions[0]", "auth", "auth.user", "auth.user.read ", "AUTH.user.read", "*.*.*", "auth.user.*")]
    public async Task A_value_that_is_not_allowed_is_named(string name, string member, params string[] values)
    {
        foreach (var value in values) (await SendAsync(name, member, value)).ExpectInvalid(member);
    }

    [Theory]
    [InlineData("a\ufffeb", Api.Password)]
    [InlineData("a\uffffb", Api.Password)]
    [InlineData(null, "a \ufffe long walk")]
    public async Task What_is_no_character_is_no_login(string? username, string password)
    {
        var answer = await service.Api.PostAsync("/v1/login", new { username = username ?? shared.Session.Name, password });

        answer.ExpectProblem(HttpStatusCode.Unauthorized, "credentials.invalid");
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        var answer = await service.Api.PostAsync("/v1/signup", new
        {
            user = new { username = "a b", password = "", primary_email = "nowhere" },
            organization = new { name = "\n", domain = "-", type = "startup" },
        });

        answer.ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        Assert.Equal(
            ["organization.domain", "organization.name", "organization.type", "user.password", "user.primary_email", "user.username"],
            answer.Json["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData("short 7")]
    [InlineData("password")]
    [InlineData("PassWord")]
    [InlineData("12345678")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abababababab")]
    [InlineData("{257}")]
    [InlineData("{name}")]
    [InlineData("{name}@example.com")]
    public async Task A_password_that_is_guessed_first_is_too_weak(string pattern)
    {
        var name = Api.NewName();
        var password = pattern
            .Replace("{name}", name, StringComparison.Ordinal)
            .Replace("{257}", new string('x', 250) + "a walk.", StringComparison.Ordinal);

        var signUp = await service.Api.PostAsync("/v1/signup", new
        {
            user = new { username = name, password, primary_email = $"{name}@example.com" },
            organization = new { name = "Example Ltd" },
        });
        var added = await shared.Session.PostAsync("/v1/users", new { username = name, password, primary_email = $"{name}@example.com" });

        signUp.ExpectInvalid("user.password", "user.password_weak");
        added.ExpectInvalid("password", "user.password_weak");
        Assert.DoesNotContain(name, signUp.Body + added.Body, StringComparison.Ordinal);
        (await service.Api.PostAsync("/v1/signup", Api.SignUpBody(name))).Expect(HttpStatusCode.Created);
    }

    private Task<Answer> SendAsync(string name, string member, string text) =>
        Requests.All[name].SendAsync(shared.Session, member, JsonSerializer.Serialize(text));

    // People read the name of a client or an organization; it names nothing.
    private static bool NamesForPeople(string request) => request.EndsWith(" client", StringComparison.Ordinal) || request == "change organization";

    private static IEnumerable<TheoryDataRow<string, string>> Members(Func<string, bool> isMeant) => Requests.All.Values
        .SelectMany(request => request.Members.Where(isMeant).Select(member => new TheoryDataRow<string, string>(request.Name, member)));
}
