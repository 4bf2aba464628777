using System.Net;
using System.Text.Json.Nodes;
using System.Web;
using AuthServe.Gateway.Tests.Tokens;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Conformance;

/// <summary>Basic OP: what an authorization request may hold, and how one that is wrong is answered.</summary>
public sealed class AuthorizationRequestTests(Suite suite) : IClassFixture<Suite>
{
    [Fact, Trait(Suite.Trait, "oidcc-response-type-missing")]
    public async Task A_request_without_a_response_type_is_refused() => Suite.ExpectPage(await OpenAsync(("response_type", null)), "invalid_request");

    [Fact, Trait(Suite.Trait, "oidcc-ensure-registered-redirect-uri")]
    public async Task A_redirect_URI_that_is_not_registered_is_never_followed()
    {
        foreach (var wrong in (string?[])[suite.App.RedirectUri + "/x", suite.App.RedirectUri + "?x=1", suite.App.RedirectUri + "#x", "https://evil.example/", null])
        {
            Suite.ExpectPage(await OpenAsync(("redirect_uri", wrong)), "invalid_request");
            Suite.ExpectPage(await OpenAsync(("redirect_uri", wrong), ("prompt", "none")), "invalid_request");
        }
    }

    [Fact, Trait(Suite.Trait, "oidcc-display-page")]
    public Task The_display_page_is_accepted() => SucceedsAsync(("display", "page"));

    [Fact, Trait(Suite.Trait, "oidcc-display-popup")]
    public Task The_display_popup_is_accepted() => SucceedsAsync(("display", "popup"));

    [Fact, Trait(Suite.Trait, "oidcc-ensure-request-with-unknown-parameter-succeeds")]
    public Task An_unknown_parameter_is_ignored() => SucceedsAsync(("extra", "foobar"));

    [Fact, Trait(Suite.Trait, "oidcc-ui-locales")]
    public Task Locales_for_the_pages_are_accepted() => SucceedsAsync(("ui_locales", "se fr-CA"));

    [Fact, Trait(Suite.Trait, "oidcc-claims-locales")]
    public Task Locales_for_claims_are_accepted() => SucceedsAsync(("claims_locales", "se"));

    [Fact, Trait(Suite.Trait, "oidcc-ensure-request-with-acr-values-succeeds")]
    public async Task Wishes_for_an_authentication_context_are_answered_with_the_one_there_is() => Assert.Equal(
        "urn:authserve:acr:pwd", (await SucceedsAsync(("acr_values", "urn:example:one urn:authserve:acr:pwd"))).Claim("acr"));

    [Fact, Trait(Suite.Trait, "oidcc-claims-essential")]
    public async Task A_claims_parameter_is_ignored_and_discloses_nothing()
    {
        var signedIn = await SucceedsAsync(("claims", """{"userinfo":{"name":{"essential":true}},"id_token":{"email":null}}"""));

        Assert.Null((await suite.UserInfoAsync(signedIn)).Json["name"]);
        Assert.Null(signedIn.IdToken.Claims["email"]);
    }

    [Fact, Trait(Suite.Trait, "oidcc-login-hint")]
    public async Task A_login_hint_is_in_the_field_of_the_sign_in_page()
    {
        var browser = suite.NewBrowser();
        var page = await browser.OpenAsync(suite.App.AuthorizePath(RelyingParty.NewVerifier(), parameters: ("login_hint", "buffy@auth.example")));

        Assert.Contains("value=\"buffy@auth.example\"", page.Html, StringComparison.Ordinal);
        await SucceedsAsync(("login_hint", suite.Owner.Name));
    }

    [Fact, Trait(Suite.Trait, "oidcc-ensure-post-request-succeeds")]
    public async Task A_request_may_come_by_POST()
    {
        var (browser, verifier) = (suite.NewBrowser(), RelyingParty.NewVerifier());
        var query = HttpUtility.ParseQueryString(suite.App.AuthorizePath(verifier).Split('?')[1]);
        var fields = query.AllKeys.Select(key => (key!, query[key]!)).ToArray();

        var page = await browser.PostAsync("/oauth2/authorize", fields);
        var answer = await browser.SubmitAsync(page, ("login", suite.Owner.Name), ("password", Api.Password));
        var again = await browser.PostAsync("/oauth2/authorize", fields);

        Assert.Equal("the-state", answer.Query["state"]);
        Assert.Equal("the-nonce", (await Suite.RedeemAsync(suite.App, answer, verifier)).Claim("nonce"));
        Assert.True(again.Query.ContainsKey("code"));
    }

    [Fact, Trait(Suite.Trait, "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported")]
    public async Task A_request_object_is_refused_at_the_client_once_somebody_has_signed_in()
    {
        var path = suite.App.AuthorizePath(RelyingParty.NewVerifier(), parameters: ("request", RequestObject()));
        var browser = suite.NewBrowser();

        Assert.True((await browser.OpenAsync(path)).Asks("password"));
        Suite.ExpectError(await browser.GoThroughAsync(path, suite.Owner.Name), "request_not_supported");
    }

    [Fact, Trait(Suite.Trait, "oidcc-ensure-request-object-with-redirect-uri")]
    public async Task A_request_object_does_not_save_a_redirect_URI_that_is_not_registered() => Suite.ExpectPage(
        await OpenAsync(("request", RequestObject()), ("redirect_uri", suite.App.RedirectUri + "/x")), "invalid_request");

    [Fact, Trait(Suite.Trait, "oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported")]
    public async Task A_request_object_elsewhere_is_refused_and_not_fetched() => Suite.ExpectPage(
        await OpenAsync(("request_uri", "https://app.example/request.jwt")), "request_uri_not_supported");

    private Task<Browser.Page> OpenAsync(params IEnumerable<(string Name, string? Value)> parameters) =>
        suite.NewBrowser().OpenAsync(suite.App.AuthorizePath(RelyingParty.NewVerifier(), parameters: parameters));

    private async Task<SignedIn> SucceedsAsync(params IEnumerable<(string Name, string? Value)> parameters)
    {
        var signedIn = await suite.SignInAsync(parameters: parameters);
        Assert.Equal(("the-state", "the-nonce"), (signedIn.Page.Query["state"], signedIn.Claim("nonce")));
        return signedIn;
    }

    private string RequestObject() => Jwt.Join(
        """{"alg":"none"}""",
        new JsonObject
        {
            ["client_id"] = suite.App.Id,
            ["response_type"] = "code",
            ["redirect_uri"] = suite.App.RedirectUri,
            ["scope"] = "openid",
        }.ToJsonString()) + ".";
}
