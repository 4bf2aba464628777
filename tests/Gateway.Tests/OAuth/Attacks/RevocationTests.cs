using System.Net;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Attacks;

/// <summary>Whoever is shut out is out in the very next call, through whichever gateway (RFC 9700, section 4.14; RFC 7009).</summary>
public sealed class RevocationTests(Service service)
{
    public static TheoryData<string> Ways => new("disabled", "removed", "sessions ended by an admin", "one session ended by an admin", "signed out everywhere", "session ended by self", "another password");

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Who_is_shut_out_is_refused_by_the_next_call_of_every_kind(string way)
    {
        var owner = await service.Api.SignUpAsync();
        var user = await service.Api.AddUserAsync(owner, "user");
        var app = await RelyingParty.RegisterAsync(owner);
        var browser = new Browser(service.Api.Http);
        var tokens = await app.SignInAsync(user.Name, "openid offline_access auth.user.read", browser);
        var code = await app.GetCodeAsync(user.Name, "x", browser: browser);
        var elsewhere = app.At(service.OtherApi);
        Assert.True(await elsewhere.IsActiveAsync(tokens["access_token"]));
        (await service.OtherApi.GetAsync("/v1/users", tokens["access_token"])).Expect(HttpStatusCode.OK);
        (await service.OtherApi.GetAsync("/oauth2/userinfo", tokens["access_token"])).Expect(HttpStatusCode.OK);
        Assert.True((await browser.At(service.OtherApi.Http).OpenAsync(app.AuthorizePath(RelyingParty.NewVerifier()))).Query.ContainsKey("code"));

        await ShutOutAsync(way, owner, user, tokens);

        Assert.False(await elsewhere.IsActiveAsync(tokens["access_token"]));
        Assert.False(await elsewhere.IsActiveAsync(tokens["refresh_token"]));
        (await service.OtherApi.GetAsync("/v1/users", tokens["access_token"])).ExpectProblem(HttpStatusCode.Unauthorized, "token.revoked");
        (await service.OtherApi.GetAsync("/oauth2/userinfo", tokens["access_token"])).Expect(HttpStatusCode.Unauthorized);
        (await elsewhere.RefreshAsync(tokens["refresh_token"])).ExpectError("invalid_grant");
        if (way is "sessions ended by an admin" or "one session ended by an admin" or "session ended by self") return;

        // A browser is signed in to no organization: an admin of one does not end it.
        var page = await browser.At(service.OtherApi.Http).OpenAsync(app.AuthorizePath(RelyingParty.NewVerifier(), parameters: ("prompt", "none")));
        Assert.False(page.Query.ContainsKey("code"));
        (await elsewhere.RedeemAsync(code, "x")).ExpectError("invalid_grant", "invalid_request");
    }

    [Fact]
    public async Task A_browser_whose_session_is_ended_is_nobodys_at_every_page()
    {
        var owner = await service.Api.SignUpAsync();
        var app = await RelyingParty.RegisterAsync(owner);
        var browser = new Browser(service.Api.Http);
        await browser.GoThroughAsync("/device", owner.Name);
        var csrf = (await browser.OpenAsync("/device")).Form.Fields["csrf"];
        var sessions = (await owner.GetAsync("/v1/me/sessions")).Expect(HttpStatusCode.OK).Items.Where(session => session["org_id"] is null);

        (await owner.DeleteAsync("/v1/me/sessions/" + (string)Assert.Single(sessions)["session_id"]!)).Expect(HttpStatusCode.NoContent);

        var elsewhere = browser.At(service.OtherApi.Http);
        foreach (var path in new[] { "/device", "/organization", app.AuthorizePath(RelyingParty.NewVerifier()) }) Assert.True((await elsewhere.OpenAsync(path)).Asks("password"), path);
        foreach (var path in new[] { "/device", "/device/decision", "/organization" })
        {
            var answer = await service.OtherApi.SendAsync(HttpMethod.Post, path, browser, [("csrf", csrf), ("user_code", "AAAA-AAAA"), ("decision", "allow"), ("organization", owner.OrgId)]);
            Assert.StartsWith("/sign-in?", answer.Location(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_code_given_before_the_password_changed_is_dead()
    {
        var owner = await service.Api.SignUpAsync();
        var app = await RelyingParty.RegisterAsync(owner);
        var verifier = RelyingParty.NewVerifier();
        var code = await app.GetCodeAsync(owner.Name, verifier);

        (await owner.PostAsync("/v1/me/password", new { current_password = Api.Password, new_password = "another walk in June" })).Expect(HttpStatusCode.NoContent);

        (await app.At(service.OtherApi).RedeemAsync(code, verifier)).ExpectError("invalid_grant");
    }

    [Fact]
    public async Task A_code_given_before_its_user_signed_out_everywhere_is_dead()
    {
        var owner = await service.Api.SignUpAsync();
        var app = await RelyingParty.RegisterAsync(owner);
        var verifier = RelyingParty.NewVerifier();
        var code = await app.GetCodeAsync(owner.Name, verifier);

        (await owner.DeleteAsync("/v1/me/sessions")).Expect(HttpStatusCode.NoContent);

        (await app.At(service.OtherApi).RedeemAsync(code, verifier)).ExpectError("invalid_grant");
    }

    [Fact]
    public async Task A_device_allowed_by_somebody_disabled_since_is_not_let_in()
    {
        var owner = await service.Api.SignUpAsync();
        var user = await service.Api.AddUserAsync(owner, "user");
        var television = await RelyingParty.RegisterAsync(owner, isPublic: true, grantTypes: ["urn:ietf:params:oauth:grant-type:device_code"]);
        var waiting = (await television.PostAsync("/oauth2/device", ("scope", "openid"))).Expect(HttpStatusCode.OK);
        var browser = new Browser(service.Api.Http);
        var page = await browser.GoThroughAsync("/device", user.Name);
        page = await browser.SubmitAsync(page, ("user_code", waiting["user_code"]));
        (await owner.PatchAsync("/v1/users/" + user.UserId, new { status = "disabled" })).Expect(HttpStatusCode.OK);

        await browser.SubmitAsync(page, ("decision", "allow"));

        (await television.At(service.OtherApi).TokenAsync(("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", waiting["device_code"])))
            .ExpectError("authorization_pending", "invalid_grant", "access_denied");
    }

    [Fact]
    public async Task A_device_allowed_before_its_user_signed_out_everywhere_is_not_let_in()
    {
        var owner = await service.Api.SignUpAsync();
        var television = await RelyingParty.RegisterAsync(owner, isPublic: true, grantTypes: ["urn:ietf:params:oauth:grant-type:device_code"]);
        var waiting = (await television.PostAsync("/oauth2/device", ("scope", "openid"))).Expect(HttpStatusCode.OK);
        var browser = new Browser(service.Api.Http);
        var page = await browser.GoThroughAsync("/device", owner.Name);
        page = await browser.SubmitAsync(page, ("user_code", waiting["user_code"]));
        Assert.Equal(HttpStatusCode.OK, (await browser.SubmitAsync(page, ("decision", "allow"))).Status);

        (await owner.DeleteAsync("/v1/me/sessions")).Expect(HttpStatusCode.NoContent);

        (await television.At(service.OtherApi).TokenAsync(("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", waiting["device_code"])))
            .ExpectError("invalid_grant");
    }

    private static async Task ShutOutAsync(string way, Session owner, Session user, Answer tokens)
    {
        var session = (string)Tokens.Jwt.Read(tokens["access_token"]).Claims["sid"]!;
        var answer = way switch
        {
            "disabled" => await owner.PatchAsync("/v1/users/" + user.UserId, new { status = "disabled" }),
            "removed" => await owner.DeleteAsync("/v1/users/" + user.UserId),
            "sessions ended by an admin" => await owner.DeleteAsync($"/v1/users/{user.UserId}/sessions"),
            "one session ended by an admin" => await owner.DeleteAsync($"/v1/users/{user.UserId}/sessions/{session}"),
            "signed out everywhere" => await user.DeleteAsync("/v1/me/sessions"),
            "session ended by self" => await user.DeleteAsync("/v1/me/sessions/" + session),
            _ => await user.PostAsync("/v1/me/password", new { current_password = Api.Password, new_password = "another walk in June" }),
        };
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.NoContent, answer.Body);
    }
}
