using System.Net;
using System.Security.Cryptography;
using AuthServe.Gateway.Tests.Tokens;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Conformance;

/// <summary>
/// RP-Initiated Logout OP: who shows an ID token of theirs is signed out and sent to an address registered for it; anybody else is asked or
/// refused, and sent nowhere.
/// </summary>
public sealed class LogoutTests(Suite suite) : IClassFixture<Suite>
{
    private static readonly string State = new('s', 128);

    [Fact, Trait(Suite.Trait, "oidcc-rp-initiated-logout")]
    public async Task An_ID_token_and_a_registered_address_sign_out_and_lead_there_with_the_state()
    {
        var (browser, signedIn) = await BeginAsync();

        var away = await LogoutAsync(browser, ("id_token_hint", signedIn.Tokens["id_token"]), ("post_logout_redirect_uri", RelyingParty.AfterLogout), ("state", State));

        Assert.Equal($"{RelyingParty.AfterLogout}?state={State}", away.Location?.ToString());
        await ExpectSignedOutAsync(browser);
        (await suite.Api.GetAsync("/oauth2/userinfo", signedIn.Tokens["access_token"])).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact, Trait(Suite.Trait, "oidcc-rp-initiated-logout-no-state")]
    public async Task Without_a_state_none_comes_back()
    {
        var (browser, signedIn) = await BeginAsync();

        var away = await LogoutAsync(browser, ("id_token_hint", signedIn.Tokens["id_token"]), ("post_logout_redirect_uri", RelyingParty.AfterLogout));

        Assert.Equal(RelyingParty.AfterLogout, away.Location?.ToString());
        await ExpectSignedOutAsync(browser);
    }

    [Fact, Trait(Suite.Trait, "oidcc-rp-initiated-logout-no-post-logout-redirect-uri")]
    public async Task Without_an_address_the_person_is_told_that_they_are_signed_out()
    {
        var (browser, signedIn) = await BeginAsync();

        var page = await LogoutAsync(browser, ("id_token_hint", signedIn.Tokens["id_token"]), ("state", State));

        ExpectDone(page);
        await ExpectSignedOutAsync(browser);
    }

    [Fact, Trait(Suite.Trait, "oidcc-rp-initiated-logout-no-params")]
    public async Task Without_parameters_the_person_is_asked_and_then_signed_out()
    {
        var (browser, _) = await BeginAsync();

        var page = await LogoutAsync(browser);

        Assert.True(page.Asks("confirm"));
        await ExpectSignedInAsync(browser);
        ExpectDone(await browser.SubmitAsync(page, ("confirm", "yes")));
        await ExpectSignedOutAsync(browser);
    }

    [Fact, Trait(Suite.Trait, "oidcc-rp-initiated-logout-only-state")]
    public async Task With_nothing_but_a_state_the_person_is_asked_and_then_signed_out()
    {
        var (browser, _) = await BeginAsync();

        var page = await LogoutAsync(browser, ("state", State));

        ExpectDone(await browser.SubmitAsync(page, ("confirm", "yes")));
        await ExpectSignedOutAsync(browser);
    }

    [Fact, Trait(Suite.Trait, "oidcc-rp-initiated-logout-bad-post-logout-redirect-uri")]
    public Task An_address_that_is_not_registered_is_refused() => IsRefusedAsync(token => token, RelyingParty.AfterLogout + "/x");

    [Fact, Trait(Suite.Trait, "oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri")]
    public Task A_registered_address_with_a_query_added_is_refused() => IsRefusedAsync(token => token, RelyingParty.AfterLogout + "?foo=bar");

    [Fact, Trait(Suite.Trait, "oidcc-rp-initiated-logout-no-id-token-hint")]
    public Task An_address_without_an_ID_token_is_refused() => IsRefusedAsync(_ => null);

    [Fact, Trait(Suite.Trait, "oidcc-rp-initiated-logout-no-id-token-hint")]
    public async Task An_address_with_the_name_of_its_client_needs_the_person_to_agree()
    {
        var (browser, _) = await BeginAsync();

        var page = await LogoutAsync(browser, ("client_id", suite.App.Id), ("post_logout_redirect_uri", RelyingParty.AfterLogout), ("state", State));
        await ExpectSignedInAsync(browser);
        var away = await browser.SubmitAsync(page, ("confirm", "yes"));

        Assert.Null(page.Location);
        Assert.Equal($"{RelyingParty.AfterLogout}?state={State}", away.Location?.ToString());
        await ExpectSignedOutAsync(browser);
    }

    [Fact, Trait(Suite.Trait, "oidcc-rp-initiated-logout-bad-post-logout-redirect-uri")]
    public async Task An_address_that_the_client_named_has_not_registered_is_refused()
    {
        var (browser, _) = await BeginAsync();

        foreach (var added in (string[])["/x", "?foo=bar", "#x"])
            Suite.ExpectPage(await LogoutAsync(browser, ("client_id", suite.App.Id), ("post_logout_redirect_uri", RelyingParty.AfterLogout + added)), "invalid_request");
        await ExpectSignedInAsync(browser);
    }

    [Fact, Trait(Suite.Trait, "oidcc-rp-initiated-logout-modified-id-token-hint")]
    public Task An_ID_token_made_unsigned_is_refused() =>
        IsRefusedAsync(token => (Jwt.Read(token) with { Signature = [] }).WithHeader("alg", "none").ToString());

    [Fact, Trait(Suite.Trait, "oidcc-rp-initiated-logout-bad-id-token-hint")]
    public Task An_ID_token_that_somebody_else_signed_is_refused() => IsRefusedAsync(token =>
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Jwt.Read(token).SignedBy(key);
    });

    [Fact, Trait(Suite.Trait, "oidcc-rp-initiated-logout-bad-id-token-hint")]
    public async Task An_ID_token_that_is_none_signs_nobody_out_without_asking()
    {
        var (browser, _) = await BeginAsync();

        Assert.True((await LogoutAsync(browser, ("id_token_hint", "not-a-token"))).Asks("confirm"));
        await ExpectSignedInAsync(browser);
    }

    [Fact, Trait(Suite.Trait, "oidcc-rp-initiated-logout-discovery-endpoint-verification")]
    public async Task The_metadata_names_the_end_session_endpoint() => Assert.Equal(
        Suite.Issuer + "/oauth2/logout", (await suite.Api.GetAsync("/.well-known/openid-configuration")).Expect(HttpStatusCode.OK)["end_session_endpoint"]);

    private async Task<(Browser Browser, SignedIn SignedIn)> BeginAsync()
    {
        var browser = suite.NewBrowser();
        return (browser, await suite.SignInAsync(browser: browser));
    }

    private async Task IsRefusedAsync(Func<string, string?> hint, string target = RelyingParty.AfterLogout)
    {
        var (browser, signedIn) = await BeginAsync();
        var shown = hint(signedIn.Tokens["id_token"]);

        var page = await LogoutAsync(browser, [("post_logout_redirect_uri", target), ("state", State), .. shown is null ? [] : new[] { ("id_token_hint", shown) }]);

        Suite.ExpectPage(page, "invalid_request");
        await ExpectSignedInAsync(browser);
    }

    private static Task<Browser.Page> LogoutAsync(Browser browser, params IEnumerable<(string Name, string Value)> parameters) =>
        browser.OpenAsync("/oauth2/logout?" + string.Join('&', parameters.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}")));

    private static void ExpectDone(Browser.Page page)
    {
        Assert.Equal((HttpStatusCode.OK, false), (page.Status, page.HasForm));
        Assert.Contains("signed out", page.Html, StringComparison.OrdinalIgnoreCase);
    }

    private async Task ExpectSignedOutAsync(Browser browser) => Suite.ExpectError(await TryAsync(browser), "login_required");

    private async Task ExpectSignedInAsync(Browser browser) => Assert.True((await TryAsync(browser)).Query.ContainsKey("code"));

    private Task<Browser.Page> TryAsync(Browser browser) =>
        browser.OpenAsync(suite.App.AuthorizePath(RelyingParty.NewVerifier(), parameters: ("prompt", "none")));
}
