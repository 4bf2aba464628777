using System.Net;
using System.Text.RegularExpressions;
using AuthServe.Support.Gateways;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Attacks;

/// <summary>Nobody else posts the forms of a browser, and what a page holds stays in it (RFC 9700, section 4.16; RFC 6749, sections 10.12 and 10.13).</summary>
public sealed class FormTests(Target target, Service service) : IClassFixture<Target>
{
    private static readonly string[] Posts =
    [
        "/sign-in", "/sign-up", "/organization", "/consent", "/device", "/device/decision", "/accept-invitation", "/forgot-password", "/reset-password",
        "/verify-email",
    ];

    public static TheoryData<string> Paths => new(Posts);

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_form_without_a_token_of_this_browser_and_this_sign_in_is_refused(string path)
    {
        var stranger = new Browser(service.Api.Http);
        var foreign = (await stranger.OpenAsync("/sign-in")).Form.Fields["csrf"];
        var browser = new Browser(service.Api.Http);
        var before = (await browser.OpenAsync("/sign-in")).Form.Fields["csrf"];
        await browser.GoThroughAsync("/device", target.Owner.Name);

        foreach (var token in new[] { null, "", "x", foreign, before })
        {
            var fields = Fields(target.Owner).Concat(token is null ? [] : new[] { ("csrf", token) });
            var answer = await service.Api.SendAsync(HttpMethod.Post, path, browser, fields);

            answer.ExpectErrorPage();
            Assert.Contains("<code>form.refused</code>", answer.Body, StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }

        (await service.Api.SendAsync(HttpMethod.Post, path + "?csrf=" + before, null, Fields(target.Owner))).ExpectErrorPage();
    }

    [Fact]
    public async Task A_sign_out_without_a_token_of_this_browser_asks()
    {
        var browser = await target.SignedInAsync();
        var foreign = (await new Browser(service.Api.Http).OpenAsync("/sign-in")).Form.Fields["csrf"];

        foreach (var fields in new (string, string)[][] { [("confirm", "yes")], [("confirm", "yes"), ("csrf", foreign)], [("confirm", "yes"), ("csrf", "")], [] })
        {
            var answer = await service.Api.SendAsync(HttpMethod.Post, "/oauth2/logout", browser, fields);
            Assert.Contains("name=\"confirm\"", answer.Body, StringComparison.Ordinal);
        }

        await service.Api.SendAsync(HttpMethod.Get, "/oauth2/logout?confirm=yes", browser);
        Assert.True((await browser.OpenAsync(target.App.AuthorizePath(RelyingParty.NewVerifier()))).Query.ContainsKey("code"));
    }

    [Fact]
    public async Task A_sign_in_begins_a_session_that_nobody_knew_and_ends_the_one_before()
    {
        var browser = await target.SignedInAsync();
        var planted = browser.At(service.OtherApi.Http);
        var victim = await service.Api.AddUserAsync(target.Owner, "user");

        var page = await browser.OpenAsync("/sign-in");
        await browser.SubmitAsync(page, ("login", victim.Name), ("password", Api.Password));

        Assert.NotEqual(planted.Cookies["authserve-session"], browser.Cookies["authserve-session"]);
        Assert.True((await planted.OpenAsync("/device")).Asks("password"));
        Assert.True((await browser.OpenAsync("/device")).Asks("user_code"));
    }

    [Fact]
    public async Task A_cookie_that_was_made_up_or_signed_out_is_nobodys()
    {
        var browser = await target.SignedInAsync();
        var copy = browser.At(service.OtherApi.Http);
        var changed = browser.Cookies["authserve-session"];
        changed = changed[..^4] + (changed[^4] == 'A' ? 'B' : 'A') + changed[^3..];
        foreach (var made in new[] { "x", changed, browser.Cookies["authserve-csrf"] })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/device") { Headers = { { "Cookie", "authserve-session=" + made } } };
            Assert.StartsWith("/sign-in?", (await service.Api.SendAsync(request)).Location(), StringComparison.Ordinal);
        }

        await browser.SubmitAsync(await browser.OpenAsync("/oauth2/logout"), ("confirm", "yes"));

        Assert.False(browser.Cookies.ContainsKey("authserve-session"));
        Assert.True((await copy.OpenAsync("/device")).Asks("password"));
    }

    [Theory]
    [InlineData("http://localhost:8000", "authserve-session", "path=/; samesite=lax; httponly")]
    [InlineData("https://auth.example", "__Host-authserve-session", "path=/; secure; samesite=lax; httponly")]
    public async Task The_cookie_of_a_session_is_for_this_host_and_no_script(string issuer, string name, string attributes)
    {
        KeyValuePair<string, string?>[] settings = [new("Gateway:Issuer", issuer)];
        await using var gateway = await (await TestGateway.StartAsync([service.Silo.GatewayPort], settings)).ReadyAsync();
        var api = new Api(gateway.Http);
        var browser = new Browser(gateway.Http);
        var page = await browser.OpenAsync("/sign-in");

        var answer = await api.SendAsync(
            HttpMethod.Post, "/sign-in", browser, [("csrf", page.Form.Fields["csrf"]), ("login", target.Owner.Name), ("password", Api.Password)]);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith(name + "=", StringComparison.Ordinal));
        Assert.Equal(attributes, cookie[(cookie.IndexOf(';', StringComparison.Ordinal) + 2)..]);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/sign-up")]
    [InlineData("/organization")]
    [InlineData("/device")]
    [InlineData("/device?user_code=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("/sign-in?login_hint=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("/accept-invitation?token=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("/forgot-password")]
    [InlineData("/reset-password?token=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("/verify-email?token=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")]
    [InlineData("/oauth2/logout")]
    [InlineData("/oauth2/logout?state=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&%22%3E%3Cscript%3E=1")]
    [InlineData("/oauth2/authorize")]
    [InlineData("/oauth2/authorize?client_id=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&redirect_uri=%22%3E%3Cscript%3E")]
    [InlineData("consent")]
    public async Task A_page_has_no_script_no_frame_and_no_copy(string path)
    {
        if (path == "consent") path = target.Foreign.AuthorizePath(RelyingParty.NewVerifier());
        var answer = await service.Api.SendAsync(HttpMethod.Get, path, await target.SignedInAsync());

        Assert.Equal("text/html", answer.ContentHeaders.ContentType?.MediaType);
        Assert.DoesNotContain("<script", answer.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(new Regex("<[^>]*\\son[a-z]+=", RegexOptions.IgnoreCase), answer.Body);
        ExpectPageHeaders(answer);
        Assert.DoesNotContain("script-src", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_that_carries_an_answer_runs_one_known_script_and_leads_to_its_client()
    {
        var path = target.App.AuthorizePath(RelyingParty.NewVerifier(), parameters: [("response_mode", "form_post"), ("state", "\"><script>alert(1)</script>")]);
        var answer = await service.Api.SendAsync(HttpMethod.Get, path, await target.SignedInAsync());

        ExpectPageHeaders(answer.Expect(HttpStatusCode.OK));
        Assert.Equal("document.form.submit();", Regex.Match(answer.Body, "<script[^>]*>(.*?)</script>").Groups[1].Value);
        Assert.Single(Regex.Matches(answer.Body, "<script", RegexOptions.IgnoreCase));
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'self' https://app.example:443;", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_with_tokens_are_kept_by_nobody()
    {
        var verifier = RelyingParty.NewVerifier();
        var code = await target.App.GetCodeAsync(target.Owner.Name, verifier);
        var tokens = (await target.App.RedeemAsync(code, verifier)).Expect(HttpStatusCode.OK);
        Answer[] answers =
        [
            tokens, await target.App.IntrospectAsync(tokens["access_token"]), await service.Api.GetAsync("/oauth2/userinfo", tokens["access_token"]),
            await target.App.RedeemAsync("x", verifier), await target.App.PostAsync("/oauth2/par", ("response_type", "code")),
        ];

        Assert.All(answers, answer => Assert.Equal("no-store", answer.Headers.CacheControl?.ToString()));
        Assert.All(answers, answer => Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single()));
    }

    [Fact]
    public async Task A_post_is_never_sent_on_as_a_post()
    {
        var browser = new Browser(service.Api.Http);
        var page = await browser.OpenAsync(target.App.AuthorizePath(RelyingParty.NewVerifier()));
        var signedIn = await service.Api.SendAsync(
            HttpMethod.Post, "/sign-in", browser,
            [.. page.Form.Fields.Select(field => (field.Key, field.Value)), ("login", target.Owner.Name), ("password", Api.Password)]);
        var posted = await service.Api.SendAsync(
            HttpMethod.Post, "/oauth2/authorize", await target.SignedInAsync(), target.App.AuthorizePath(RelyingParty.NewVerifier()).Fields());

        Assert.Equal(HttpStatusCode.Found, signedIn.Status);
        Assert.True(posted.Status is HttpStatusCode.Found or HttpStatusCode.SeeOther, $"{posted.Status}");
        Assert.Contains("code=", posted.Location(), StringComparison.Ordinal);
    }

    private static void ExpectPageHeaders(Answer answer)
    {
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; style-src 'self'; img-src 'self' data:; ", policy, StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors 'none'; base-uri 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    private static IEnumerable<(string, string)> Fields(Session who) =>
    [
        ("login", who.Name), ("password", Api.Password), ("username", Api.NewName()), ("email", Api.NewName() + "@example.com"), ("organization_name", "Org"),
        ("organization", who.OrgId), ("decision", "allow"), ("user_code", "AAAA-AAAA"), ("return_url", "/device"),
    ];
}
