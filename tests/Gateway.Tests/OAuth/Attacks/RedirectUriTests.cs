using System.Net;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Attacks;

/// <summary>
/// Redirect URIs are compared as text (RFC 9700, sections 2.1 and 4.1.3): whatever is not exactly what was registered ends on a page, also when
/// the request is wrong in another way.
/// </summary>
public sealed class RedirectUriTests(Target target) : IClassFixture<Target>
{
    private const string Registered = RelyingParty.Callback;

    public static TheoryData<string> Variants => new(
        // Case, slash, path.
        "https://APP.example/callback", "HTTPS://app.example/callback", "https://app.example/Callback", "https://app.example/callbacK",
        Registered + "/", Registered + "//", "https://app.example//callback", "https://app.example/", "https://app.example", "https://app.example/callback2",
        "https://app.example/callbac", "https://app.example/callback/../evil", "https://app.example/x/../callback", "https://app.example/./callback",
        "https://app.example/callback/..", "https://app.example/callback/%2e%2e/evil", "https://app.example/callback%2f..%2fevil", "https://app.example/callback;evil",
        // Encoding.
        "https://app.example/%63allback", "https://app.example/callback%00", "https://app.example/callback%20", "https://app.example%2fcallback",
        "https%3A%2F%2Fapp.example%2Fcallback", "https://app.example/callback%23", "https://app.example/callback%3f", "https://app.example/callback%0d%0aLocation:%20https://evil.example",
        "https://app.example/callback%",
        // Query and fragment.
        Registered + "?", Registered + "?a=b", Registered + "?code=stolen", Registered + "?next=https://evil.example", Registered + "#", Registered + "#evil", Registered + "?#",
        // Authority.
        "https://user@app.example/callback", "https://user:secret@app.example/callback", "https://app.example@evil.example/callback",
        "https://app.example:443/callback", "https://app.example:8443/callback", "https://app.example:/callback", "https://app.example:443@evil.example/callback",
        "https://app.example./callback", "https://.app.example/callback", "https://www.app.example/callback", "https://app.example.evil.example/callback",
        "https://evilapp.example/callback", "https://app-example/callback", "https://evil.example/callback", "https://evil.example/https://app.example/callback",
        "https://evil.example/?https://app.example/callback", "https://evil.example#https://app.example/callback", "https://[::1]/callback", "https://127.0.0.1/callback",
        // Scheme.
        "http://app.example/callback", "ftp://app.example/callback", "javascript:alert(1)", "javascript://app.example/callback%0aalert(1)", "data:text/html,<script>1</script>",
        "file:///app.example/callback", "app.example/callback", "//app.example/callback", "/callback", "callback", "https:app.example/callback", "https:/app.example/callback",
        "https:///app.example/callback", "com.example.app:/callback", "view-source:https://app.example/callback", "urn:ietf:wg:oauth:2.0:oob",
        // What parsers disagree about.
        "https://app.example\\callback", "https:\\\\app.example\\callback", "https://app.example\\@evil.example/callback", "https://evil.example\\@app.example/callback",
        "https://app.example/callback\\", "\thttps://app.example/callback", Registered + "\t", "ht\ntps://app.example/callback", Registered + "\n", "https://app.example/call\rback",
        Registered + "\r\nLocation: https://evil.example", Registered + "\0", Registered + "\0.evil.example", " " + Registered, Registered + " ", Registered + "*", "https://*.example/callback",
        // Unicode.
        "https://аpp.example/callback", "https://app。example/callback", "https://app.example/callbаck", "https://ａｐｐ.example/callback", "https://xn--pp-8cd.example/callback",
        "https://app.example／callback", "https://app.example/callback\u200b", "\ufeff" + Registered, "https://app.example/c\u0430llback", "https://app.example/callback\u202e",
        // More than one.
        Registered + "," + Registered, Registered + " " + Registered, Registered + " https://evil.example", "https://evil.example " + Registered, new string('a', 3_000), Registered + new string('a', 3_000));

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task What_is_not_exactly_a_registered_address_is_answered_with_a_page(string uri)
    {
        var app = target.App;
        var fine = app.AuthorizePath(RelyingParty.NewVerifier(), parameters: ("redirect_uri", uri));
        var wrong = app.AuthorizePath(RelyingParty.NewVerifier(), "no_scope", ("redirect_uri", uri), ("response_type", "token"));
        var silent = app.AuthorizePath(RelyingParty.NewVerifier(), parameters: [("redirect_uri", uri), ("prompt", "none")]);

        foreach (var path in new[] { fine, wrong, silent }) (await target.Api.GetAsync(path)).ExpectErrorPage();
        (await app.PostAsync("/oauth2/par", fine.Fields(withClient: false))).ExpectError("invalid_request");
    }

    [Theory]
    [InlineData("http://localhost:5173/callback")]
    [InlineData("http://127.0.0.1:5174/callback")]
    [InlineData("http://127.0.0.1/callback")]
    [InlineData("http://127.0.0.1:5173")]
    [InlineData("http://127.1:5173/callback")]
    [InlineData("http://2130706433:5173/callback")]
    [InlineData("http://0x7f.0.0.1:5173/callback")]
    [InlineData("http://0177.0.0.1:5173/callback")]
    [InlineData("http://0.0.0.0:5173/callback")]
    [InlineData("http://[::1]:5173/callback")]
    [InlineData("http://[::ffff:127.0.0.1]:5173/callback")]
    [InlineData("http://127.0.0.2:5173/callback")]
    [InlineData("http://127.0.0.1.evil.example:5173/callback")]
    [InlineData("http://127.0.0.1:5173@evil.example/callback")]
    [InlineData("https://127.0.0.1:5173/callback")]
    [InlineData("http://127.0.0.1:05173/callback")]
    [InlineData("com.example.app:callback")]
    [InlineData("com.example.app://callback")]
    [InlineData("com.example.app:///callback")]
    [InlineData("COM.example.app:/callback")]
    [InlineData("com.example.app2:/callback")]
    [InlineData("com.example.app:/callback/x")]
    public async Task An_app_on_a_device_is_found_at_exactly_its_addresses(string uri)
    {
        var path = target.Phone.AuthorizePath(RelyingParty.NewVerifier(), parameters: ("redirect_uri", uri));

        (await target.Api.GetAsync(path)).ExpectErrorPage();
        (await target.Phone.PostAsync("/oauth2/par", path.Fields(withClient: false))).ExpectError("invalid_request");
    }

    [Theory]
    [InlineData(Registered, "https://evil.example/callback")]
    [InlineData("https://evil.example/callback", Registered)]
    [InlineData(Registered, Registered)]
    [InlineData(Registered, "")]
    public async Task An_address_given_twice_is_answered_with_a_page(string first, string second)
    {
        var path = target.App.AuthorizePath(RelyingParty.NewVerifier(), parameters: ("redirect_uri", null))
            + $"&redirect_uri={Uri.EscapeDataString(first)}&redirect_uri={Uri.EscapeDataString(second)}";

        (await target.Api.GetAsync(path)).ExpectErrorPage();
        (await target.App.PostAsync("/oauth2/par", path.Fields(withClient: false))).ExpectError("invalid_request");
    }

    [Theory]
    [InlineData("redirect_uri[]")]
    [InlineData("redirect_uri[0]")]
    [InlineData("Redirect_Uri")]
    [InlineData("redirect_uri%00")]
    [InlineData("redirect-uri")]
    public async Task An_address_under_another_name_is_none(string name)
    {
        var path = target.App.AuthorizePath(RelyingParty.NewVerifier(), parameters: ("redirect_uri", null)) + $"&{name}=https%3A%2F%2Fevil.example";

        (await target.Api.GetAsync(path)).ExpectErrorPage();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_request_without_an_address_is_answered_with_a_page(string? uri)
    {
        foreach (var app in new[] { target.App, target.Foreign, target.Phone })
        {
            foreach (var scope in new[] { "openid", "auth.user.read" })
                (await target.Api.GetAsync(app.AuthorizePath(RelyingParty.NewVerifier(), scope, ("redirect_uri", uri)))).ExpectErrorPage();
        }
    }

    [Fact]
    public async Task The_address_of_another_client_is_not_taken()
    {
        var path = target.App.AuthorizePath(RelyingParty.NewVerifier(), parameters: ("redirect_uri", Target.Loopback));

        (await target.Api.GetAsync(path)).ExpectErrorPage();
        (await target.Api.GetAsync(target.App.AuthorizePath(RelyingParty.NewVerifier(), parameters: ("client_id", Guid.CreateVersion7().ToString())))).ExpectErrorPage();
        (await target.Api.GetAsync(target.App.AuthorizePath(RelyingParty.NewVerifier(), parameters: ("client_id", null)))).ExpectErrorPage();
    }

    [Fact]
    public async Task The_registered_address_is_taken()
    {
        foreach (var (app, uri) in new[] { (target.App, Registered), (target.Phone, Target.Loopback), (target.Phone, Target.OwnScheme) })
        {
            var path = app.AuthorizePath(RelyingParty.NewVerifier(), parameters: ("redirect_uri", uri));
            var answer = (await target.Api.GetAsync(path)).Expect(HttpStatusCode.Found);
            Assert.StartsWith("/sign-in?", answer.Location(), StringComparison.Ordinal);
            (await app.PostAsync("/oauth2/par", path.Fields(withClient: false))).Expect(HttpStatusCode.Created);
        }
    }

    [Fact]
    public async Task What_was_pushed_cannot_be_changed_by_the_browser()
    {
        var path = target.App.AuthorizePath(RelyingParty.NewVerifier());
        var pushed = (await target.App.PostAsync("/oauth2/par", path.Fields(withClient: false))).Expect(HttpStatusCode.Created)["request_uri"];
        var browser = target.SignedIn;

        var answer = await target.Api.SendAsync(
            HttpMethod.Get,
            $"/oauth2/authorize?client_id={target.App.Id}&request_uri={Uri.EscapeDataString(pushed)}&redirect_uri=https%3A%2F%2Fevil.example&scope=auth.user.all&state=evil",
            browser);

        Assert.True(answer.Location() is null || answer.Location()!.StartsWith(Registered + "?", StringComparison.Ordinal), answer.Location());
        Assert.DoesNotContain("evil", answer.Location() ?? "", StringComparison.Ordinal);
    }
}
