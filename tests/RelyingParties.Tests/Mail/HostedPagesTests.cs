using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AuthServe.RelyingParties.Tests.Chromium;
using Microsoft.Playwright;
using MimeKit;
using Xunit;

namespace AuthServe.RelyingParties.Tests.Mail;

/// <summary>What people do with the mail they get, in a real browser: the mail is read from where an embedded silo writes it.</summary>
public sealed class HostedPagesTests(Browser browser, MailingService service) : IClassFixture<Browser>, IClassFixture<MailingService>
{
    private const string Password = "a long walk in May";
    private const string NewPassword = "tin roof rusted over";
    private readonly string _name = "u" + Guid.NewGuid().ToString("N")[..12];

    [Fact]
    public async Task Somebody_who_forgot_their_password_sets_a_new_one()
    {
        var page = await browser.OpenAsync();
        await SignUpAsync(page);

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(service.Issuer + "/sign-in?return_url=%2Fdevice");
        await page.ClickAsync("text=Forgot your password?");
        await page.FillAsync("[name=email]", $"{_name}@example.com");
        await page.PressAsync("[name=email]", "Enter");
        await ExpectTitleAsync(page, "Look into your mailbox");

        await page.GotoAsync(LinkIn(await service.ReceiveAsync($"{_name}@example.com", "reset-password")));
        await page.FillAsync("[name=password]", NewPassword);
        await page.PressAsync("[name=password]", "Enter");
        await ExpectTitleAsync(page, "Your password is set");

        await page.GotoAsync(service.Issuer + "/sign-in?return_url=%2Fdevice");
        await page.FillAsync("[name=login]", _name);
        await page.FillAsync("[name=password]", NewPassword);
        await page.PressAsync("[name=password]", "Enter");
        await ExpectTitleAsync(page, "Connect a device");
    }

    [Fact]
    public async Task Somebody_new_confirms_their_address_and_no_other_site_hears_of_the_link()
    {
        var page = await browser.OpenAsync();
        await SignUpAsync(page);
        List<string> referrers = [];
        page.Request += (_, request) => referrers.Add(request.Headers.GetValueOrDefault("referer", ""));

        await page.GotoAsync(LinkIn(await service.ReceiveAsync($"{_name}@example.com", "verify-email")));
        await page.ClickAsync("button");
        await ExpectTitleAsync(page, "Your e-mail address is confirmed");

        Assert.NotEmpty(referrers);
        Assert.DoesNotContain(referrers, referrer => referrer.Contains("token", StringComparison.Ordinal));
        await page.GoBackAsync();
        await page.ClickAsync("button");
        await ExpectTitleAsync(page, "The address is not confirmed");
    }

    [Fact]
    public async Task Somebody_who_is_invited_makes_an_account_and_a_second_invitation_finds_them_signed_in()
    {
        var (first, second) = (await InviteAsync("First"), await InviteAsync("Second"));
        var page = await browser.OpenAsync();

        await page.GotoAsync(first);
        await ExpectTitleAsync(page, "Join First");
        Assert.Equal("username", await page.EvaluateAsync<string>("document.activeElement.name"));
        await page.FillAsync("[name=username]", _name);
        await page.FillAsync("[name=password]", "password");
        await page.PressAsync("[name=password]", "Enter");
        await Assertions.Expect(page.Locator("[role=alert]")).ToBeVisibleAsync();
        await page.FillAsync("[name=password]", Password);
        await page.PressAsync("[name=password]", "Enter");
        await ExpectTitleAsync(page, "Welcome");

        await page.GotoAsync(second);
        await ExpectTitleAsync(page, "Join Second");
        await page.ClickAsync($"text=Join as {_name}");
        await ExpectTitleAsync(page, "Welcome");
        await page.GotoAsync(second);
        await ExpectTitleAsync(page, "You cannot join with this link");
    }

    // By the owner of a new organization of that name; the link in the mail.
    private async Task<string> InviteAsync(string organization)
    {
        using var http = new HttpClient { BaseAddress = new(service.Issuer) };
        var (owner, email) = ("o" + Guid.NewGuid().ToString("N")[..12], $"i{Guid.NewGuid():N}@example.com");
        using var signedUp = await http.PostAsJsonAsync(
            "/v1/signup", new { user = new { username = owner, primary_email = $"{owner}@example.com", password = Password }, organization = new { name = organization } });
        signedUp.EnsureSuccessStatusCode();
        using var login = await http.PostAsJsonAsync("/v1/login", new { username = owner, password = Password });
        var token = (await login.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!.GetValue<string>();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var invited = await http.PostAsJsonAsync("/v1/invitations", new { email, role = "user" });
        invited.EnsureSuccessStatusCode();
        return LinkIn(await service.ReceiveAsync(email, "accept-invitation"));
    }

    private async Task SignUpAsync(IPage page)
    {
        await page.GotoAsync(service.Issuer + "/sign-up?return_url=%2Fdevice");
        await page.FillAsync("[name=username]", _name);
        await page.FillAsync("[name=email]", $"{_name}@example.com");
        await page.FillAsync("[name=password]", Password);
        await page.FillAsync("[name=organization_name]", $"Org of {_name}");
        await page.PressAsync("[name=organization_name]", "Enter");
        await ExpectTitleAsync(page, "Connect a device");
    }

    private static Task ExpectTitleAsync(IPage page, string title) => Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(title);

    private static string LinkIn(MimeMessage mail) =>
        mail.TextBody!.Split('\n').Select(line => line.Trim()).First(line => line.StartsWith("http", StringComparison.Ordinal));
}
