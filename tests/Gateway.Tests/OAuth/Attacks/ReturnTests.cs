using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Attacks;

/// <summary>No page and no sign-out sends a browser to a place that an attacker names (RFC 9700, section 4.11).</summary>
public sealed class ReturnTests(Target target) : IClassFixture<Target>
{
    private static readonly string[] Pages = ["/organization", "/consent", "/sign-up", "/sign-in"];

    public static TheoryData<string> Elsewhere => new(
        "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example", "https:evil.example", "https:/evil.example",
        "https://evil.example", "https://evil.example/oauth2/authorize?x", "http://localhost:8000.evil.example/oauth2/authorize", "javascript:alert(1)", "JavaScript:alert(1)",
        "data:text/html,x", "vbscript:x", " //evil.example", "/%2f/evil.example", "/%5cevil.example", "%2f%2fevil.example", "/oauth2/authorize/../../evil",
        "/oauth2/authorize@evil.example", "/oauth2/authorize.evil.example", "//oauth2/authorize?x", "/oauth2/authorize\\@evil.example", "/oauth2/authorize?x#//evil.example",
        "/oauth2/authorize?x\r\nSet-Cookie: a=b", "/oauth2/authorize?x\nLocation: https://evil.example", "/oauth2/authorizeevil", "/device\r\n\r\n<script>", "/devices", "/device/../evil",
        "/device//evil.example", "/oauth2/logout", "/sign-in?return_url=//evil.example", "oauth2/authorize?x", "", "/", "/docs\\..\\evil", "?x", "#", "@evil.example", "/OAUTH2/AUTHORIZE?x",
        "/oauth2/authorize?" + new string('a', 17_000));

    public static TheoryData<string> LogoutVariants => new(
        RelyingParty.AfterLogout + "/", RelyingParty.AfterLogout + "?a=b", RelyingParty.AfterLogout + "#", RelyingParty.AfterLogout + "%20", "https://APP.example/bye", "https://app.example/Bye",
        "https://app.example/bye/../evil", "https://app.example:443/bye", "https://user@app.example/bye", "https://app.example@evil.example/bye", "https://app.example.evil.example/bye",
        "http://app.example/bye", "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "https://app.example\\bye", RelyingParty.AfterLogout + "\n",
        " " + RelyingParty.AfterLogout, "https://аpp.example/bye", RelyingParty.Callback, "https://app.example", "bye");

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public async Task A_page_leads_only_to_where_a_flow_begins(string url)
    {
        foreach (var page in Pages)
        {
            var browser = page is "/sign-in" or "/sign-up" ? new Browser(target.Api.Http) : target.SignedIn;
            var csrf = (await browser.OpenAsync("/sign-in")).Form.Fields["csrf"];
            var fields = new[] { ("csrf", csrf), ("return_url", url), ("login", target.Member.Name), ("password", Api.Password), ("organization", target.Owner.OrgId), ("decision", "allow") };
            var name = Api.NewName();
            var signUp = new[] { ("username", name), ("email", name + "@example.com"), ("organization_name", "Org") };

            var posted = await target.Api.SendAsync(HttpMethod.Post, page, browser, page == "/sign-up" ? fields.Concat(signUp) : fields);

            Assert.Equal((page, "/docs"), (page, posted.Expect(HttpStatusCode.Found).Location()));
        }
    }

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public async Task A_page_shows_no_address_but_where_a_flow_begins(string url)
    {
        foreach (var page in new[] { "/sign-in", "/sign-up", "/organization" })
        {
            var answer = await target.Api.GetAsync($"{page}?return_url={Uri.EscapeDataString(url)}");

            // A form's own token is random letters, which may come to spell anything.
            var shown = Regex.Replace(answer.Body, "value=\"CfDJ8[\\w-]+\"", "") + answer.Location();
            Assert.DoesNotContain("evil", shown, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("alert", shown, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("CfDJ8", shown, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/oauth2/authorize?client_id=é")]
    [InlineData("/oauth2/authorize?client_id=\U0001f600")]
    [InlineData("/device?user_code=ｘ")]
    [InlineData("/device?\ud800")]
    public async Task An_address_with_letters_that_no_header_carries_breaks_nothing(string url)
    {
        var browser = await target.SignedInAsync();
        var shown = await browser.OpenAsync("/sign-in");

        var posted = await target.Api.SendAsync(
            HttpMethod.Post, "/sign-in?return_url=" + Uri.EscapeDataString(url), browser,
            [("csrf", shown.Form.Fields["csrf"]), ("return_url", url), ("login", target.Owner.Name), ("password", Api.Password)]);

        Assert.Equal("/docs", posted.Expect(HttpStatusCode.Found).Location());
    }

    [Fact]
    public async Task A_page_leads_back_to_the_flow()
    {
        var browser = await target.SignedInAsync();
        var shown = await browser.OpenAsync("/sign-in?return_url=%2Fdevice%3Fuser_code%3DAAAA-BBBB");

        var posted = await target.Api.SendAsync(
            HttpMethod.Post, "/sign-in", browser, [.. shown.Form.Fields.Select(field => (field.Key, field.Value)), ("login", target.Owner.Name), ("password", Api.Password)]);

        Assert.Equal("/device?user_code=AAAA-BBBB", posted.Expect(HttpStatusCode.Found).Location());
    }

    [Theory]
    [MemberData(nameof(LogoutVariants))]
    public async Task A_sign_out_leads_only_to_a_registered_address(string uri)
    {
        var browser = target.SignedIn;
        var tokens = await target.App.SignInAsync(target.Owner.Name, browser: browser);
        var query = $"id_token_hint={tokens["id_token"]}&post_logout_redirect_uri={Uri.EscapeDataString(uri)}&state=s";

        foreach (var more in new[] { "", "&client_id=" + target.App.Id })
        {
            var answer = await target.Api.SendAsync(HttpMethod.Get, "/oauth2/logout?" + query + more, browser);
            answer.ExpectErrorPage();
        }

        Assert.False((await browser.OpenAsync(target.App.AuthorizePath(RelyingParty.NewVerifier()))).Asks("password"));
    }

    [Fact]
    public async Task A_sign_out_leads_nowhere_for_a_client_that_is_not_named_or_is_another()
    {
        var browser = await target.SignedInAsync();
        var tokens = await target.App.SignInAsync(target.Owner.Name, browser: browser);
        var there = "post_logout_redirect_uri=" + Uri.EscapeDataString(RelyingParty.AfterLogout);

        foreach (var query in new[]
        {
            there, $"{there}&client_id={Guid.CreateVersion7()}", $"{there}&client_id={target.Phone.Id}", $"{there}&client_id={target.Foreign.Id}&id_token_hint={tokens["id_token"]}",
            $"{there}&id_token_hint=x.y.z",
        })
        {
            var answer = await target.Api.SendAsync(HttpMethod.Get, "/oauth2/logout?" + query, browser);
            Assert.True(answer.Status == HttpStatusCode.BadRequest && answer.Location() is null, $"{query}: {(int)answer.Status} {answer.Location()}");
        }
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    public async Task What_is_no_ID_token_signs_nobody_out(string kind)
    {
        var browser = await target.SignedInAsync();
        var tokens = await target.App.SignInAsync(target.Owner.Name, browser: browser);

        var asked = await browser.OpenAsync($"/oauth2/logout?id_token_hint={tokens[kind]}&client_id={target.App.Id}");

        Assert.True(asked.Asks("confirm"));
        Assert.True((await browser.OpenAsync(target.App.AuthorizePath(RelyingParty.NewVerifier()))).Query.ContainsKey("code"));
        (await target.App.RefreshAsync(tokens["refresh_token"])).Expect(HttpStatusCode.OK);
    }
}
