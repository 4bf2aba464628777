using System.Net;
using AuthServe.Gateway.Tests.Faults;
using AuthServe.Support.Storage;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth;

/// <summary>The flows against the programs as they are shipped, whose runtime is set up otherwise than that of tests.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task Sessions_and_credentials_outlive_a_kill_of_the_silo()
    {
        await using var database = await TestDatabase.CreateAsync(TestDatabase.ChosenEngine);
        await using var service = await ProcessPair.StartAsync(database);
        var api = service.Api;
        var owner = await api.SignUpAsync();
        var app = await RelyingParty.RegisterAsync(owner, isFirstParty: false);
        var browser = new Browser(api.Http);
        var tokens = await app.SignInAsync(owner.Name, "openid profile email offline_access auth.user.read", browser);
        var verifier = RelyingParty.NewVerifier();
        var code = await app.GetCodeAsync(owner.Name, verifier, browser: browser);
        var ended = await app.SignInAsync(owner.Name, browser: browser);
        (await app.RevokeAsync(ended["refresh_token"])).Expect(HttpStatusCode.OK);

        await service.Silo.KillAsync();
        await service.RestartSiloAsync();

        (await app.RefreshAsync(tokens["refresh_token"])).Expect(HttpStatusCode.OK);
        (await app.RedeemAsync(code, verifier)).Expect(HttpStatusCode.OK);
        Assert.True(await app.IsActiveAsync(tokens["access_token"]));
        Assert.Equal(owner.Name, (await api.GetAsync("/oauth2/userinfo", tokens["access_token"])).Expect(HttpStatusCode.OK)["preferred_username"]);
        Assert.Equal("invalid_grant", (await app.RefreshAsync(ended["refresh_token"]))["error"]);
        Assert.True((await browser.OpenAsync(app.AuthorizePath(verifier))).Query.ContainsKey("code"), "The browser is still signed in.");
    }

    [Fact]
    public async Task Every_page_and_every_document_is_served()
    {
        await using var database = await TestDatabase.CreateAsync(TestDatabase.ChosenEngine);
        await using var service = await ProcessPair.StartAsync(database);
        var api = service.Api;
        var owner = await api.SignUpAsync();
        var browser = new Browser(api.Http);
        Assert.True((await browser.OpenAsync("/sign-in")).Asks("password"));
        Assert.True((await browser.OpenAsync("/sign-up")).Asks("organization_name"));
        Assert.True((await browser.GoThroughAsync("/device", owner.Name)).Asks("user_code"));
        Assert.True((await browser.OpenAsync("/oauth2/logout")).Asks("confirm"));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.OpenAsync("/oauth2/authorize")).Status);
        foreach (var path in new[] { "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/.well-known/jwks.json", "/openapi/v1.json" })
            (await api.GetAsync(path)).Expect(HttpStatusCode.OK);

        var page = await browser.SubmitAsync(
            await browser.OpenAsync("/sign-up"),
            ("username", Api.NewName()), ("email", $"{Api.NewName()}@example.com"), ("password", Api.Password), ("organization_name", "Acme"));
        Assert.Contains("docs", page.Path, StringComparison.Ordinal);
    }
}
