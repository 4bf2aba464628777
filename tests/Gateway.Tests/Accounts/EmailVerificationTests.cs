using System.Net;
using AuthServe.Gateway.Tests.OAuth;
using AuthServe.Gateway.Tests.Tokens;
using Xunit;

namespace AuthServe.Gateway.Tests.Accounts;

public sealed class EmailVerificationTests(Service service)
{
    private readonly string _name = Api.NewName();

    private string Address => $"{_name}@example.com";

    [Fact]
    public async Task A_link_confirms_the_address_once()
    {
        var session = await service.Api.SignUpAsync(_name);
        Assert.False(await IsVerifiedAsync(session));
        var token = (await service.Silo.Mail.ReceiveAsync(Address, "verify-email")).Token;

        (await VerifyAsync(token)).Expect(HttpStatusCode.NoContent);

        Assert.True(await IsVerifiedAsync(session.At(service.OtherApi)));
        (await VerifyAsync(token)).ExpectProblem(HttpStatusCode.BadRequest, "link.invalid");
    }

    [Fact]
    public async Task Opening_a_link_does_nothing_until_the_button_is_pressed()
    {
        var session = await service.Api.SignUpAsync(_name);
        var link = (await service.Silo.Mail.ReceiveAsync(Address, "verify-email")).Link.PathAndQuery;
        for (var scans = 0; scans < 3; scans++) await new Browser(service.Api.Http).OpenAsync(link);
        Assert.False(await IsVerifiedAsync(session));

        var browser = new Browser(service.Api.Http);
        var done = await browser.SubmitAsync(await browser.OpenAsync(link));

        Assert.Contains("Your e-mail address is confirmed", done.Html, StringComparison.Ordinal);
        Assert.True(await IsVerifiedAsync(session));
    }

    [Fact]
    public async Task The_link_is_sent_again_to_who_is_signed_in()
    {
        var session = await service.Api.SignUpAsync(_name);

        (await session.PostAsync("/v1/me/email-verification", null)).Expect(HttpStatusCode.Accepted);
        (await service.Api.PostAsync("/v1/me/email-verification", null)).ExpectProblem(HttpStatusCode.Unauthorized, "token.missing");
    }

    [Fact]
    public async Task Another_address_takes_effect_when_it_is_confirmed()
    {
        var session = await service.Api.SignUpAsync(_name);
        var next = $"{Api.NewName()}@next.example";

        var asked = (await session.PatchAsync("/v1/me", new { primary_email = next, display_name = "Zoë" })).Expect(HttpStatusCode.OK);
        Assert.Equal((Address, "Zoë"), (asked["primary_email"], asked["display_name"]));
        var mail = await service.Silo.Mail.ReceiveAsync(next, "verify-email");
        (await VerifyAsync(mail.Token)).Expect(HttpStatusCode.NoContent);

        var me = (await session.At(service.OtherApi).GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        Assert.Equal((next, true), (me["primary_email"], me.Json["email_verified"]!.GetValue<bool>()));
        Assert.Equal(next, (await session.GetAsync($"/v1/users/{session.UserId}")).Expect(HttpStatusCode.OK)["primary_email"]);
        (await service.Api.PostAsync("/v1/login", new { username = next, password = Api.Password })).Expect(HttpStatusCode.OK);
        (await service.Api.PostAsync("/v1/login", new { username = Address, password = Api.Password }))
            .ExpectProblem(HttpStatusCode.Unauthorized, "credentials.invalid");
    }

    [Fact]
    public async Task Another_address_that_is_none_or_taken_or_asked_for_too_soon_is_refused()
    {
        var session = await service.Api.SignUpAsync(_name);
        var other = await service.Api.SignUpAsync();

        var none = await session.PatchAsync("/v1/me", new { primary_email = "nobody" });
        none.ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        Assert.NotNull(none.Json["errors"]!["primary_email"]);
        (await session.PatchAsync("/v1/me", new { primary_email = $"{other.Name}@example.com" }))
            .ExpectProblem(HttpStatusCode.Conflict, "user.email_taken");
        (await session.PatchAsync("/v1/me", new { primary_email = $"a{Address}" })).Expect(HttpStatusCode.OK);
        var soon = await session.PatchAsync("/v1/me", new { primary_email = $"b{Address}" });
        soon.ExpectProblem(HttpStatusCode.TooManyRequests, "mail.too_soon");
        Assert.NotNull(soon.Headers.RetryAfter);
    }

    [Fact]
    public async Task Apps_learn_that_the_address_is_confirmed()
    {
        var session = await service.Api.SignUpAsync(_name);
        var app = await RelyingParty.RegisterAsync(session);
        Assert.False(await IsVerifiedToAsync(app));

        (await VerifyAsync((await service.Silo.Mail.ReceiveAsync(Address, "verify-email")).Token)).Expect(HttpStatusCode.NoContent);

        Assert.True(await IsVerifiedToAsync(app));
    }

    // What the ID token and the userinfo endpoint say must be the same.
    private async Task<bool> IsVerifiedToAsync(RelyingParty app)
    {
        var tokens = await app.SignInAsync(_name, "openid email");
        var info = (await service.Api.GetAsync("/oauth2/userinfo", tokens["access_token"])).Expect(HttpStatusCode.OK);
        var isVerified = info.Json["email_verified"]!.GetValue<bool>();
        Assert.Equal(isVerified, (bool)Jwt.Read(tokens["id_token"]).Claims["email_verified"]!);
        return isVerified;
    }

    private Task<Answer> VerifyAsync(string token) => service.Api.PostAsync("/v1/email-verifications", new { token });

    private static async Task<bool> IsVerifiedAsync(Session session) =>
        (await session.GetAsync("/v1/me")).Expect(HttpStatusCode.OK).Json["email_verified"]!.GetValue<bool>();
}
