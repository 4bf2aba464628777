using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;

namespace AuthServe.RelyingParties.Tests.Chromium;

/// <summary>oidc-client-ts in a real browser, which has its own opinion on cookies, frames, forms and requests to other origins.</summary>
public sealed class OidcClientTsTests(Service service, Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Signs_in_renews_by_a_refresh_token_and_signs_out()
    {
        await using var app = await PageServer.StartAsync(service, new("oidc-client-ts"), "127.0.0.1", "openid profile email offline_access");
        var page = await browser.OpenAsync();
        await page.GotoAsync(app.Address);

        await SignInAsync(page);
        await page.ClickAsync("[name=decision][value=allow]");
        await ExpectUserAsync(page);
        await page.ClickAsync("#renew");
        await ExpectAsync(page, "renewed");
        await page.ClickAsync("#sign-out");
        await ExpectAsync(page, "signed out");

        await page.ClickAsync("#sign-in");
        await Assertions.Expect(page.Locator("[name=password]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Comes_back_without_a_question_and_renews_in_a_hidden_frame()
    {
        var ownApplication = new ClientRegistration("oidc-client-ts, our own") { FirstParty = true };
        await using var app = await PageServer.StartAsync(service, ownApplication, "localhost", "openid profile email");
        var page = await browser.OpenAsync();
        await page.GotoAsync(app.Address);

        await SignInAsync(page);
        await ExpectUserAsync(page);
        await page.ClickAsync("#renew");

        await ExpectAsync(page, "renewed");
    }

    private static Task ExpectAsync(IPage page, string state) => Assertions.Expect(page.Locator("#state")).ToHaveTextAsync(state);

    private async Task SignInAsync(IPage page)
    {
        await ExpectAsync(page, "signed out");
        await page.ClickAsync("#sign-in");
        await page.FillAsync("[name=login]", service.Owner.Login);
        await page.FillAsync("[name=password]", service.Owner.Password);
        await page.PressAsync("[name=password]", "Enter");
    }

    private async Task ExpectUserAsync(IPage page)
    {
        await ExpectAsync(page, "signed in");
        var profile = JsonNode.Parse(await page.Locator("#user").InnerTextAsync())!;
        Assert.Equal(service.Owner.UserId, profile["sub"]!.GetValue<string>());
        Assert.Equal(service.Owner.Email, profile["email"]!.GetValue<string>());
    }
}
