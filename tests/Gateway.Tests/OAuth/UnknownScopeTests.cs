using System.Net;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth;

/// <summary>A scope that is not understood is ignored, and never taken for none (RFC 6749, section 3.3).</summary>
public sealed class UnknownScopeTests(Service service)
{
    private const string Unknown = "address read:billing urn:example:scope UPPER.case.SCOPE a.b";

    [Fact]
    public async Task A_client_that_acts_for_itself_gets_the_rest()
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("clerk", "billing.invoice.read", "billing.invoice.write");
        var worker = await RelyingParty.RegisterAsync(owner, grantTypes: ["client_credentials"]);
        (await owner.PutAsync($"/v1/clients/{worker.Id}/roles/clerk")).Expect(HttpStatusCode.NoContent);

        var some = await worker.TokenAsync(("grant_type", "client_credentials"), ("scope", $"{Unknown} billing.invoice.read"));
        var none = await worker.TokenAsync(("grant_type", "client_credentials"), ("scope", Unknown));

        Assert.Equal("billing.invoice.read", some.Expect(HttpStatusCode.OK)["scope"]);
        Assert.Equal("invalid_scope", none.Expect(HttpStatusCode.BadRequest)["error"]);
    }

    [Fact]
    public async Task A_request_that_is_pushed_gets_the_rest()
    {
        var owner = await service.Api.SignUpAsync();
        var app = await RelyingParty.RegisterAsync(owner);
        var verifier = RelyingParty.NewVerifier();
        var pushed = (await app.PostAsync(
            "/oauth2/par", ("response_type", "code"), ("redirect_uri", RelyingParty.Callback), ("scope", $"openid {Unknown} auth.user.read"),
            ("code_challenge", RelyingParty.ChallengeOf(verifier)), ("code_challenge_method", "S256"))).Expect(HttpStatusCode.Created);

        var answer = await new Browser(service.Api.Http).GoThroughAsync(
            $"/oauth2/authorize?client_id={app.Id}&request_uri={Uri.EscapeDataString(pushed["request_uri"])}", owner.Name);

        Assert.Equal("auth.user.read openid", (await app.RedeemAsync(answer.Query["code"], verifier)).Expect(HttpStatusCode.OK)["scope"]);
    }

    [Fact]
    public async Task A_device_gets_the_rest()
    {
        var owner = await service.Api.SignUpAsync();
        var television = await RelyingParty.RegisterAsync(owner, isPublic: true, grantTypes: ["urn:ietf:params:oauth:grant-type:device_code"]);
        var waiting = (await television.PostAsync("/oauth2/device", ("scope", $"openid {Unknown}"))).Expect(HttpStatusCode.OK);
        var browser = new Browser(service.Api.Http);
        var page = await browser.SubmitAsync(await browser.GoThroughAsync("/device", owner.Name), ("user_code", waiting["user_code"]));
        await browser.SubmitAsync(page, ("decision", "allow"));

        var tokens = await television.TokenAsync(
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", waiting["device_code"]));

        Assert.Equal("openid", tokens.Expect(HttpStatusCode.OK)["scope"]);
    }

    [Fact]
    public async Task A_refresh_for_what_was_never_allowed_is_refused()
    {
        var owner = await service.Api.SignUpAsync();
        var app = await RelyingParty.RegisterAsync(owner);
        var tokens = await app.SignInAsync(owner.Name, $"openid offline_access {Unknown}");

        var answer = await app.TokenAsync(
            ("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"]), ("scope", "openid auth.user.read"));

        Assert.Equal("offline_access openid", tokens["scope"]);
        Assert.Equal("invalid_scope", answer.Expect(HttpStatusCode.BadRequest)["error"]);
    }

    [Fact]
    public async Task A_scope_that_fits_into_no_token_is_refused_as_a_whole()
    {
        var owner = await service.Api.SignUpAsync();
        var app = await RelyingParty.RegisterAsync(owner);

        var page = await new Browser(service.Api.Http).OpenAsync(app.AuthorizePath(RelyingParty.NewVerifier(), "openid " + new string('x', 4096)));

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("invalid_scope", page.Html, StringComparison.Ordinal);
    }
}
