using System.Net;
using System.Text.Json.Nodes;
using AuthServe.Gateway.Tests.OAuth;
using Xunit;

namespace AuthServe.Gateway.Tests.Accounts;

public sealed class PasswordResetTests(Service service)
{
    private const string NewPassword = "tin roof rusted over";
    private readonly string _name = Api.NewName();

    private string Address => $"{_name}@example.com";

    [Fact]
    public async Task A_link_sets_the_password_and_ends_every_session_at_every_gateway()
    {
        var session = await service.Api.SignUpAsync(_name);
        var token = await AskAsync();

        (await ConfirmAsync(token)).Expect(HttpStatusCode.NoContent);

        (await session.At(service.OtherApi).GetAsync("/v1/me")).ExpectProblem(HttpStatusCode.Unauthorized, "token.revoked");
        (await LoginAsync(Api.Password)).ExpectProblem(HttpStatusCode.Unauthorized, "credentials.invalid");
        (await LoginAsync(NewPassword)).Expect(HttpStatusCode.OK);
        (await ConfirmAsync(token)).ExpectProblem(HttpStatusCode.BadRequest, "link.invalid");
    }

    [Fact]
    public async Task The_answer_is_the_same_whether_or_not_there_is_an_account()
    {
        await service.Api.SignUpAsync(_name);

        var known = (await RequestAsync(Address)).Expect(HttpStatusCode.Accepted);
        var unknown = (await RequestAsync($"{Api.NewName()}@example.com")).Expect(HttpStatusCode.Accepted);

        Assert.Equal(known.Body, unknown.Body);
        Assert.Equal(Names(known), Names(unknown));
        Assert.Equal("If there is an account with this address, a mail is on its way.", known["message"]);
    }

    [Theory]
    [InlineData("""{}""", "email")]
    [InlineData("""{"email":"nobody"}""", "email")]
    [InlineData("""{"email":["alice@example.com"]}""", "email")]
    public async Task What_is_no_address_is_refused(string body, string member)
    {
        var answer = await service.Api.PostAsync("/v1/password-resets", Json(body));

        answer.ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        Assert.NotNull(answer.Json["errors"]![member]);
    }

    [Fact]
    public async Task A_weak_password_is_blamed_and_leaves_the_link_good()
    {
        await service.Api.SignUpAsync(_name);
        var token = await AskAsync();

        var weak = await ConfirmAsync(token, "password");

        weak.ExpectProblem(HttpStatusCode.BadRequest, "user.password_weak");
        Assert.NotNull(weak.Json["errors"]!["new_password"]);
        (await ConfirmAsync(token)).Expect(HttpStatusCode.NoContent);
    }

    [Theory, InlineData(""), InlineData("no-token"), InlineData("AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_is_no_link_is_refused(string token)
    {
        (await ConfirmAsync(token)).ExpectProblem(HttpStatusCode.BadRequest, "link.invalid");
        (await service.Api.PostAsync("/v1/email-verifications", new { token })).ExpectProblem(HttpStatusCode.BadRequest, "link.invalid");
    }

    [Fact]
    public async Task The_pages_lead_from_a_forgotten_password_to_a_new_one()
    {
        await service.Api.SignUpAsync(_name);
        var browser = new Browser(service.Api.Http);
        Assert.Contains("/forgot-password?return_url=", (await browser.OpenAsync("/sign-in?return_url=%2Fdevice")).Html, StringComparison.Ordinal);

        var sent = await browser.SubmitAsync(await browser.OpenAsync("/forgot-password"), ("email", Address));
        Assert.Contains("If there is an account with this address", sent.Html, StringComparison.Ordinal);
        var link = (await service.Silo.Mail.ReceiveAsync(Address, "reset-password")).Link.PathAndQuery;
        var form = await browser.OpenAsync(link);
        Assert.Equal("no-referrer", Assert.Single(form.Headers.GetValues("Referrer-Policy")));
        var weak = await browser.SubmitAsync(form, ("password", "password"));
        Assert.Equal(HttpStatusCode.BadRequest, weak.Status);
        var set = await browser.SubmitAsync(weak, ("password", NewPassword));

        Assert.Contains("Your password is set", set.Html, StringComparison.Ordinal);
        (await LoginAsync(NewPassword)).Expect(HttpStatusCode.OK);
        var again = await browser.SubmitAsync(await browser.OpenAsync(link), ("password", NewPassword));
        Assert.Contains("This link is not good any more", again.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_says_the_same_of_an_address_that_nobody_has()
    {
        await service.Api.SignUpAsync(_name);
        var browser = new Browser(service.Api.Http);

        var known = await browser.SubmitAsync(await browser.OpenAsync("/forgot-password"), ("email", Address));
        var unknown = await browser.SubmitAsync(await browser.OpenAsync("/forgot-password"), ("email", "x" + Address));

        Assert.Equal(known.Status, unknown.Status);
        Assert.Equal(known.Html, unknown.Html);
    }

    [Fact]
    public async Task A_page_without_its_own_token_sets_no_password()
    {
        await service.Api.SignUpAsync(_name);
        var token = await AskAsync();

        var refused = await new Browser(service.Api.Http).PostAsync("/reset-password", ("token", token), ("password", NewPassword));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        (await LoginAsync(Api.Password)).Expect(HttpStatusCode.OK);
    }

    private async Task<string> AskAsync()
    {
        (await RequestAsync(Address)).Expect(HttpStatusCode.Accepted);
        return (await service.Silo.Mail.ReceiveAsync(Address, "reset-password")).Token;
    }

    private Task<Answer> RequestAsync(string email) => service.Api.PostAsync("/v1/password-resets", new { email });

    private Task<Answer> ConfirmAsync(string token, string password = NewPassword) =>
        service.Api.PostAsync("/v1/password-resets/confirm", new { token, new_password = password });

    private Task<Answer> LoginAsync(string password) => service.Api.PostAsync("/v1/login", new { username = _name, password });

    private static IEnumerable<string> Names(Answer answer) => answer.Headers.Select(header => header.Key).Order(StringComparer.Ordinal);

    private static JsonNode Json(string text) => JsonNode.Parse(text)!;
}
