using System.Net;
using System.Web;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Attacks;

/// <summary>A decision is good for the request, the user, the organization and the scopes that were shown, and only the page makes one.</summary>
public sealed class ConsentTests(Target target, Service service) : IClassFixture<Target>
{
    [Theory]
    [InlineData("allow")]
    [InlineData("true")]
    [InlineData("")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_decision_cannot_be_made_up(string decision)
    {
        var browser = await target.SignedInAsync();

        var page = await browser.OpenAsync($"{target.Foreign.AuthorizePath(RelyingParty.NewVerifier())}&authserve_decision={decision}");

        Assert.True(page.Asks("decision"));
    }

    [Fact]
    public async Task A_decision_cannot_be_made_of_another_sealed_text()
    {
        var browser = await target.SignedInAsync();
        var path = target.Foreign.AuthorizePath(RelyingParty.NewVerifier());
        var shown = Shown(await browser.OpenAsync(path));
        var since = (await service.Api.SendAsync(HttpMethod.Get, target.App.AuthorizePath(RelyingParty.NewVerifier(), parameters: ("prompt", "login")), browser)).Location()!;
        since = HttpUtility.ParseQueryString(HttpUtility.UrlDecode(since)[HttpUtility.UrlDecode(since).LastIndexOf('?')..])["authserve_since"]!;

        foreach (var ticket in new[] { shown, since, browser.Cookies["authserve-session"], browser.Cookies["authserve-csrf"] })
            Assert.True((await browser.OpenAsync($"{path}&authserve_decision={Uri.EscapeDataString(ticket)}")).Asks("decision"));
    }

    [Fact]
    public async Task A_decision_is_not_taken_for_another_request_or_more_scopes()
    {
        var browser = await target.SignedInAsync();
        var path = target.Foreign.AuthorizePath(RelyingParty.NewVerifier(), "openid");
        var decision = await AllowAsync(browser, path);
        var other = await RelyingParty.RegisterAsync(target.Owner, isFirstParty: false);

        foreach (var another in new[]
        {
            target.Foreign.AuthorizePath(RelyingParty.NewVerifier(), "openid"), path.Replace("scope=openid", "scope=openid%20auth.user.read", StringComparison.Ordinal),
            path.Replace(target.Foreign.Id, other.Id, StringComparison.Ordinal), path.Replace("the-state", "another", StringComparison.Ordinal), path + "&prompt=consent",
            path + "&organization=" + target.Owner.OrgId,
        })
            Assert.True((await browser.OpenAsync($"{another}&authserve_decision={decision}")).Asks("decision"), another);

        Assert.True((await browser.OpenAsync($"{path}&authserve_decision={decision}")).Query.ContainsKey("code"));
    }

    [Fact]
    public async Task A_decision_of_one_user_is_not_taken_from_another()
    {
        var path = target.Foreign.AuthorizePath(RelyingParty.NewVerifier(), "openid");
        var attacker = await target.SignedInAsync();
        var decision = await AllowAsync(attacker, path);
        var victim = new Browser(service.Api.Http);
        await victim.GoThroughAsync("/device", (await service.Api.AddUserAsync(target.Owner, "user")).Name);

        Assert.True((await victim.OpenAsync($"{path}&authserve_decision={decision}")).Asks("decision"));
        Assert.True((await (await target.SignedInAsync()).OpenAsync($"{path}&authserve_decision={decision}")).Asks("decision"));
    }

    [Fact]
    public async Task What_was_shown_to_one_user_is_not_allowed_by_another()
    {
        var path = target.Foreign.AuthorizePath(RelyingParty.NewVerifier(), "openid");
        var shown = Shown(await (await target.SignedInAsync()).OpenAsync(path));
        var victim = new Browser(service.Api.Http);
        await victim.GoThroughAsync("/device", (await service.Api.AddUserAsync(target.Owner, "user")).Name);
        var csrf = (await victim.OpenAsync(path)).Form.Fields["csrf"];

        var page = await victim.PostAsync("/consent?shown=" + Uri.EscapeDataString(shown), ("csrf", csrf), ("decision", "allow"), ("return_url", path));

        Assert.True(page.Asks("decision"));
    }

    [Fact]
    public async Task What_was_not_shown_is_not_allowed()
    {
        var browser = await target.SignedInAsync();
        var path = target.Foreign.AuthorizePath(RelyingParty.NewVerifier(), "openid");
        var small = await browser.OpenAsync(path);
        var (csrf, shown) = (small.Form.Fields["csrf"], Shown(small));
        var large = path.Replace("scope=openid", "scope=openid%20auth.user.all", StringComparison.Ordinal);

        Assert.True((await browser.PostAsync("/consent?shown=" + Uri.EscapeDataString(shown), ("csrf", csrf), ("decision", "allow"), ("return_url", large))).Asks("decision"));
        Assert.True((await browser.PostAsync("/consent?shown=x", ("csrf", csrf), ("decision", "allow"), ("return_url", path))).Asks("decision"));
        Assert.True((await browser.PostAsync("/consent", ("csrf", csrf), ("decision", "allow"), ("return_url", path))).Asks("decision"));
    }

    [Fact]
    public async Task A_user_of_another_organization_is_asked_by_a_client_that_its_own_trusts()
    {
        var stranger = await service.Api.SignUpAsync();
        var path = target.App.AuthorizePath(RelyingParty.NewVerifier(), "openid auth.user.read");
        var own = new Browser(service.Api.Http);
        var other = new Browser(service.Api.Http);
        await own.GoThroughAsync("/device", target.Owner.Name);
        await other.GoThroughAsync("/device", stranger.Name);

        Assert.True((await own.OpenAsync(path)).Query.ContainsKey("code"));
        Assert.True((await other.OpenAsync(path)).Asks("decision"));
        var silent = await other.OpenAsync(path + "&prompt=none");
        Assert.Equal("consent_required", silent.Query["error"]);
        Assert.True((await other.OpenAsync(path + "&organization=" + target.Owner.OrgId)).Asks("decision"));
    }

    [Fact]
    public async Task An_organization_that_is_not_ones_own_is_not_chosen()
    {
        var stranger = await service.Api.SignUpAsync();
        var verifier = RelyingParty.NewVerifier();
        var browser = new Browser(service.Api.Http);

        var page = await browser.GoThroughAsync(target.App.AuthorizePath(verifier, "openid auth.user.all", ("organization", target.Owner.OrgId)), stranger.Name);

        var tokens = (await target.App.RedeemAsync(page.Query["code"], verifier)).Expect(HttpStatusCode.OK);
        Assert.Equal(stranger.OrgId, (string?)Tokens.Jwt.Read(tokens["access_token"]).Claims["org_id"]);
        var csrf = (await browser.OpenAsync("/organization")).Form.Fields["csrf"];
        var posted = await service.Api.SendAsync(HttpMethod.Post, "/organization", browser, [("csrf", csrf), ("organization", target.Owner.OrgId), ("return_url", "/device")]);
        Assert.Equal("/organization?return_url=%2Fdevice", posted.Location());
    }

    private async Task<string> AllowAsync(Browser browser, string path)
    {
        var page = await browser.OpenAsync(path);
        var form = page.Form;
        form.Fields["decision"] = "allow";
        var answer = await service.Api.SendAsync(HttpMethod.Post, form.Action, browser, form.Fields.Select(field => (field.Key, field.Value)));
        var location = answer.Expect(HttpStatusCode.Found).Location()!;
        return location[(location.LastIndexOf('=') + 1)..];
    }

    private static string Shown(Browser.Page page) => HttpUtility.ParseQueryString(page.Form.Action[page.Form.Action.IndexOf('?', StringComparison.Ordinal)..])["shown"]!;
}
