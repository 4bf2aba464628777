using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Conformance;

/// <summary>Basic OP: when a browser that has been here before must ask its user again, and when it must not.</summary>
public sealed class SecondSignInTests(Suite suite, MovingTime time) : IClassFixture<Suite>, IClassFixture<MovingTime>
{
    private RelyingParty App => suite.App.At(time.Api);

    [Fact, Trait(Suite.Trait, "oidcc-prompt-login")]
    public Task Prompt_login_asks_for_the_password_again() => AsksAgainAsync(seconds: 1, ("prompt", "login"));

    [Fact, Trait(Suite.Trait, "oidcc-max-age-1")]
    public Task A_sign_in_older_than_max_age_is_repeated() => AsksAgainAsync(seconds: 2, ("max_age", "1"));

    [Fact, Trait(Suite.Trait, "oidcc-max-age-10000")]
    public async Task A_sign_in_younger_than_max_age_is_kept()
    {
        var browser = time.NewBrowser();
        var first = await suite.SignInAsync(App, "openid", browser, ("max_age", "15000"));
        time.Pass(seconds: 1);

        await IsSameAsync(browser, first, ("max_age", "10000"));
    }

    [Fact, Trait(Suite.Trait, "oidcc-prompt-none-logged-in")]
    public async Task Prompt_none_answers_for_who_is_signed_in()
    {
        var browser = time.NewBrowser();
        var first = await suite.SignInAsync(App, "openid", browser);

        await IsSameAsync(browser, first, ("prompt", "none"));
    }

    [Fact, Trait(Suite.Trait, "oidcc-prompt-none-not-logged-in")]
    public async Task Prompt_none_is_refused_at_the_client_when_nobody_is_signed_in()
    {
        var state = new string('s', 128);

        Suite.ExpectError(await OpenAsync(time.NewBrowser(), ("prompt", "none"), ("state", state)), "login_required", state);
    }

    [Fact, Trait(Suite.Trait, "oidcc-prompt-none-not-logged-in")]
    public async Task Prompt_none_is_refused_at_the_client_when_the_sign_in_is_too_old()
    {
        var browser = time.NewBrowser();
        await suite.SignInAsync(App, "openid", browser);
        time.Pass(seconds: 2);

        Suite.ExpectError(await OpenAsync(browser, ("prompt", "none"), ("max_age", "1")), "login_required");
    }

    [Fact, Trait(Suite.Trait, "oidcc-id-token-hint")]
    public async Task A_hint_of_who_is_signed_in_is_accepted_without_asking()
    {
        var browser = time.NewBrowser();
        var first = await suite.SignInAsync(App, "openid", browser);

        await IsSameAsync(browser, first, ("prompt", "none"), ("id_token_hint", first.Tokens["id_token"]));
    }

    [Fact, Trait(Suite.Trait, "oidcc-id-token-hint")]
    public async Task A_hint_of_somebody_else_is_not_answered_for_who_is_signed_in()
    {
        var other = await suite.Api.AddUserAsync(suite.Owner, "user");
        var verifier = RelyingParty.NewVerifier();
        var answer = await suite.NewBrowser().GoThroughAsync(suite.App.AuthorizePath(verifier), other.Name);
        var theirs = await Suite.RedeemAsync(suite.App, answer, verifier);
        var browser = time.NewBrowser();
        await suite.SignInAsync(App, "openid", browser);

        Suite.ExpectError(await OpenAsync(browser, ("prompt", "none"), ("id_token_hint", theirs.Tokens["id_token"])), "login_required");
    }

    private async Task AsksAgainAsync(int seconds, (string Name, string? Value) parameter)
    {
        var browser = time.NewBrowser();
        var first = await suite.SignInAsync(App, "openid", browser);
        time.Pass(seconds);

        Assert.True((await OpenAsync(browser, parameter)).Asks("password"));
        var second = await suite.SignInAsync(App, "openid", browser, parameter);

        Assert.Equal(first.Claim("sub"), second.Claim("sub"));
        Assert.True(second.Time("auth_time") > first.Time("auth_time"));
        Assert.InRange(second.Time("iat") - second.Time("auth_time"), 0, 60);
    }

    private async Task IsSameAsync(Browser browser, SignedIn first, params IEnumerable<(string Name, string? Value)> parameters)
    {
        var verifier = RelyingParty.NewVerifier();
        var answer = await browser.OpenAsync(App.AuthorizePath(verifier, parameters: parameters));
        var second = await Suite.RedeemAsync(App, answer, verifier);

        Assert.Equal((first.Claim("sub"), first.Time("auth_time")), (second.Claim("sub"), second.Time("auth_time")));
        Assert.NotEqual(first.Tokens["id_token"], second.Tokens["id_token"]);
    }

    private Task<Browser.Page> OpenAsync(Browser browser, params IEnumerable<(string Name, string? Value)> parameters) =>
        browser.OpenAsync(App.AuthorizePath(RelyingParty.NewVerifier(), parameters: parameters));
}
