using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Web;
using AuthServe.RelyingParties.Tests.Chromium;
using Microsoft.Playwright;
using MimeKit;
using Xunit;

namespace AuthServe.RelyingParties.Tests.Mail;

/// <summary>What people do with the mail they get, in a real browser: the mail is read from where an embedded silo writes it.</summary>
public sealed partial class HostedPagesTests(Browser browser, MailingService service) : IClassFixture<Browser>, IClassFixture<MailingService>
{
    private const string Password = "a long walk in May";
    private const string Verifier = "a-verifier-of-the-length-that-pkce-asks-for-at-least";
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
        using var owner = await FoundAsync("First");
        using var other = await FoundAsync("Second");
        var (first, second) = (await InviteAsync(owner.Http), await InviteAsync(other.Http));
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

    [Fact]
    public async Task Somebody_in_two_organizations_chooses_and_the_app_is_told_which()
    {
        using var first = await FoundAsync("First");
        using var second = await FoundAsync("Second");
        var app = await RegisterAsync(first.Http);
        var page = await browser.OpenAsync();
        await page.GotoAsync(await InviteAsync(first.Http));
        await page.FillAsync("[name=username]", _name);
        await page.FillAsync("[name=password]", Password);
        await page.PressAsync("[name=password]", "Enter");
        await page.GotoAsync(await InviteAsync(second.Http));
        await page.ClickAsync($"text=Join as {_name}");
        await ExpectTitleAsync(page, "Welcome");

        await page.GotoAsync(AuthorizeUrl(app));
        await ExpectTitleAsync(page, "Choose an organization");
        await page.ClickAsync("button:has-text('Second')");
        await AllowAsync(page, "Second");
        Assert.Equal(second.OrgId, await RedeemAsync(page, app));

        // Neither is asked again.
        await page.GotoAsync("about:blank");
        await page.GotoAsync(AuthorizeUrl(app));
        await Assertions.Expect(page).ToHaveURLAsync(CalledBack());
        Assert.Equal(second.OrgId, await RedeemAsync(page, app));
    }

    [GeneratedRegex("/callback\\?code=")]
    private static partial Regex CalledBack();

    private string Callback => service.Issuer + "/callback";

    private string AuthorizeUrl(string app) =>
        $"{service.Issuer}/oauth2/authorize?client_id={app}&response_type=code&scope=openid&state=s&redirect_uri={Uri.EscapeDataString(Callback)}"
        + $"&code_challenge={Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)))}&code_challenge_method=S256";

    // The app is another organization's own: there, it is not asked about.
    private static async Task AllowAsync(IPage page, string organization)
    {
        await ExpectTitleAsync(page, "Allow App?");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(organization);
        await page.ClickAsync("button[value=allow]");
        await Assertions.Expect(page).ToHaveURLAsync(CalledBack());
    }

    // The organization that the ID token names.
    private async Task<string> RedeemAsync(IPage page, string app)
    {
        var code = HttpUtility.ParseQueryString(new Uri(page.Url).Query)["code"]!;
        using var http = new HttpClient { BaseAddress = new(service.Issuer) };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = app,
            ["code"] = code,
            ["redirect_uri"] = Callback,
            ["code_verifier"] = Verifier,
        });
        using var answer = await http.PostAsync(new Uri("/oauth2/token", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
        var token = (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["id_token"]!;
        return (string)JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!["org_id"]!;
    }

    private async Task<string> RegisterAsync(HttpClient owner)
    {
        using var made = await owner.PostAsJsonAsync("/v1/clients", new
        {
            name = "App",
            type = "public",
            first_party = true,
            grant_types = new[] { "authorization_code" },
            redirect_uris = new[] { Callback },
        });
        made.EnsureSuccessStatusCode();
        return (string)(await made.Content.ReadFromJsonAsync<JsonObject>())!["client_id"]!;
    }

    // A new organization of that name, and its owner's calls.
    private async Task<Founder> FoundAsync(string organization)
    {
        var http = new HttpClient { BaseAddress = new(service.Issuer) };
        var owner = "o" + Guid.NewGuid().ToString("N")[..12];
        using var signedUp = await http.PostAsJsonAsync(
            "/v1/signup", new { user = new { username = owner, primary_email = $"{owner}@example.com", password = Password }, organization = new { name = organization } });
        signedUp.EnsureSuccessStatusCode();
        using var login = await http.PostAsJsonAsync("/v1/login", new { username = owner, password = Password });
        var token = (string)(await login.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!;
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return new(http, (string)(await signedUp.Content.ReadFromJsonAsync<JsonObject>())!["org_id"]!);
    }

    // The link in the mail.
    private async Task<string> InviteAsync(HttpClient owner)
    {
        var email = $"i{Guid.NewGuid():N}@example.com";
        using var invited = await owner.PostAsJsonAsync("/v1/invitations", new { email, role = "user" });
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

    private sealed record Founder(HttpClient Http, string OrgId) : IDisposable
    {
        public void Dispose() => Http.Dispose();
    }
}
