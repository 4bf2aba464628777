using System.Net;
using AuthServe.Gateway.Tests.Tokens;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth;

/// <summary>Every flow once from end to end.</summary>
public sealed class FlowTests(Service service)
{
    [Fact]
    public async Task A_user_signs_in_to_an_app_through_the_hosted_pages()
    {
        var owner = await service.Api.SignUpAsync();
        var app = await RelyingParty.RegisterAsync(owner);

        var tokens = await app.SignInAsync(owner.Name, "openid profile email offline_access auth.user.read");

        var (access, id) = (Jwt.Read(tokens["access_token"]), Jwt.Read(tokens["id_token"]));
        Assert.Equal("auth.user.read email offline_access openid profile", (string?)access.Claims["scope"]);
        Assert.Equal((owner.UserId, owner.OrgId, app.Id), ((string?)access.Claims["sub"], (string?)access.Claims["org_id"], (string?)access.Claims["client_id"]));
        Assert.Equal((owner.UserId, app.Id, "the-nonce"), ((string?)id.Claims["sub"], (string?)id.Claims["aud"], (string?)id.Claims["nonce"]));
        Assert.Equal(owner.Name, (string?)id.Claims["preferred_username"]);
        Assert.Equal((string?)access.Claims["sid"], (string?)id.Claims["sid"]);
        (await service.Api.GetAsync("/v1/users", tokens["access_token"])).Expect(HttpStatusCode.OK);
        var info = (await service.Api.GetAsync("/oauth2/userinfo", tokens["access_token"])).Expect(HttpStatusCode.OK);
        Assert.Equal((owner.UserId, $"{owner.Name}@example.com"), (info["sub"], info["email"]));
    }

    [Fact]
    public async Task A_refresh_renews_the_tokens_of_the_same_session()
    {
        var owner = await service.Api.SignUpAsync();
        var app = await RelyingParty.RegisterAsync(owner, isPublic: true);
        var first = await app.SignInAsync(owner.Name);

        var second = (await app.RefreshAsync(first["refresh_token"])).Expect(HttpStatusCode.OK);

        Assert.NotEqual(first["refresh_token"], second["refresh_token"]);
        Assert.Equal(Jwt.Read(first["access_token"]).Claims["sid"]!.ToJsonString(), Jwt.Read(second["access_token"]).Claims["sid"]!.ToJsonString());
    }

    [Fact]
    public async Task A_client_acts_for_itself_within_its_roles()
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("clerk", "billing.invoice.read", "billing.invoice.write");
        var worker = await RelyingParty.RegisterAsync(owner, grantTypes: ["client_credentials"]);
        Assert.Null((await worker.TokenAsync(("grant_type", "client_credentials"))).Expect(HttpStatusCode.OK).Json["scope"]);
        (await owner.PutAsync($"/v1/clients/{worker.Id}/roles/clerk")).Expect(HttpStatusCode.NoContent);

        var all = (await worker.TokenAsync(("grant_type", "client_credentials"))).Expect(HttpStatusCode.OK);
        var some = await worker.TokenAsync(("grant_type", "client_credentials"), ("scope", "billing.invoice.read auth.user.read"));
        var none = await worker.TokenAsync(("grant_type", "client_credentials"), ("scope", "auth.user.read"));

        Assert.Equal("billing.invoice.read billing.invoice.write", all["scope"]);
        Assert.Equal("billing.invoice.read", some["scope"]);
        Assert.Equal("invalid_scope", none["error"]);
        Assert.Equal(worker.Id, (string?)Jwt.Read(all["access_token"]).Claims["sub"]);
        Assert.Null(all.Json["refresh_token"]);
        Assert.Equal(
            ["billing.invoice.read", "billing.invoice.write"],
            (await service.Api.GetAsync("/v1/me/permissions", all["access_token"])).Expect(HttpStatusCode.OK).Json["permissions"]!.AsArray().Select(item => (string)item!));
    }

    [Fact]
    public async Task A_device_is_let_in_by_its_user()
    {
        var owner = await service.Api.SignUpAsync();
        var television = await RelyingParty.RegisterAsync(
            owner, isPublic: true, grantTypes: ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"]);
        var waiting = (await television.PostAsync("/oauth2/device", ("scope", "openid offline_access"))).Expect(HttpStatusCode.OK);
        Task<Answer> PollAsync() => television.TokenAsync(
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", waiting["device_code"]));
        Assert.Equal("authorization_pending", (await PollAsync())["error"]);

        var browser = new Browser(service.Api.Http);
        var page = await browser.GoThroughAsync("/device", owner.Name);
        page = await browser.SubmitAsync(page, ("user_code", waiting["user_code"].ToLowerInvariant()));
        page = await browser.SubmitAsync(page, ("decision", "allow"));
        Assert.Equal(HttpStatusCode.OK, page.Status);

        var tokens = (await PollAsync()).Expect(HttpStatusCode.OK);
        Assert.Equal(owner.UserId, (string?)Jwt.Read(tokens["access_token"]).Claims["sub"]);
        Assert.Equal("invalid_grant", (await PollAsync())["error"]);
        Assert.Equal("invalid_grant", (await television.RefreshAsync(tokens["refresh_token"]))["error"]);
    }

    [Fact]
    public async Task A_service_acts_for_a_user_with_no_more_than_both_hold()
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("reader", "billing.invoice.read", "billing.report.read");
        await owner.AddRoleAsync("clerk", "billing.invoice.read", "billing.invoice.write");
        var user = await service.Api.AddUserAsync(owner, "clerk");
        var backend = await RelyingParty.RegisterAsync(
            owner, grantTypes: ["client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange"]);
        (await owner.PutAsync($"/v1/clients/{backend.Id}/roles/reader")).Expect(HttpStatusCode.NoContent);

        var exchanged = (await backend.TokenAsync(
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            ("subject_token", user.Token), ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"))).Expect(HttpStatusCode.OK);

        var token = Jwt.Read(exchanged["access_token"]);
        Assert.Equal(("billing.invoice.read", user.UserId), ((string?)token.Claims["scope"], (string?)token.Claims["sub"]));
        Assert.Equal(backend.Id, (string?)token.Claims["act"]!["sub"]);
        Assert.Equal("urn:ietf:params:oauth:token-type:access_token", exchanged["issued_token_type"]);
        (await user.DeleteAsync("/v1/me/sessions")).Expect(HttpStatusCode.NoContent);
        Assert.False(await backend.IsActiveAsync(exchanged["access_token"]));
    }

    [Fact]
    public async Task A_pushed_request_is_carried_out_once()
    {
        var owner = await service.Api.SignUpAsync();
        var app = await RelyingParty.RegisterAsync(owner);
        var verifier = RelyingParty.NewVerifier();
        var pushed = (await app.PostAsync(
            "/oauth2/par", ("response_type", "code"), ("redirect_uri", RelyingParty.Callback), ("scope", "openid"), ("state", "pushed"),
            ("code_challenge", RelyingParty.ChallengeOf(verifier)), ("code_challenge_method", "S256"))).Expect(HttpStatusCode.Created);
        var path = $"/oauth2/authorize?client_id={app.Id}&request_uri={Uri.EscapeDataString(pushed["request_uri"])}";
        var browser = new Browser(service.Api.Http);

        var answer = await browser.GoThroughAsync(path, owner.Name);

        Assert.Equal("pushed", answer.Query["state"]);
        (await app.RedeemAsync(answer.Query["code"], verifier)).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.OpenAsync(path)).Status);
    }

    [Fact]
    public async Task A_foreign_app_asks_for_consent_once()
    {
        var owner = await service.Api.SignUpAsync();
        var app = await RelyingParty.RegisterAsync(owner, isFirstParty: false);
        var browser = new Browser(service.Api.Http);
        var path = app.AuthorizePath(RelyingParty.NewVerifier(), "openid auth.user.read");

        var refused = await browser.GoThroughAsync(path, owner.Name, decision: "deny");
        var verifier = RelyingParty.NewVerifier();
        var allowed = await browser.GoThroughAsync(app.AuthorizePath(verifier, "openid auth.user.read"), owner.Name);
        (await app.RedeemAsync(allowed.Query["code"], verifier)).Expect(HttpStatusCode.OK);
        var again = await browser.OpenAsync(path);
        var more = await browser.OpenAsync(app.AuthorizePath(verifier, "openid auth.user.read auth.role.read"));

        Assert.Equal("access_denied", refused.Query["error"]);
        Assert.True(again.Query.ContainsKey("code"));
        Assert.True(more.Asks("decision"));
    }

    [Fact]
    public async Task Signing_out_ends_the_browser_and_the_app()
    {
        var owner = await service.Api.SignUpAsync();
        var app = await RelyingParty.RegisterAsync(owner);
        var browser = new Browser(service.Api.Http);
        var tokens = await app.SignInAsync(owner.Name, browser: browser);

        var away = await browser.OpenAsync(
            $"/oauth2/logout?id_token_hint={tokens["id_token"]}&post_logout_redirect_uri={Uri.EscapeDataString(RelyingParty.AfterLogout)}&state=s1");

        Assert.Equal($"{RelyingParty.AfterLogout}?state=s1", away.Location?.ToString());
        Assert.Equal("invalid_grant", (await app.RefreshAsync(tokens["refresh_token"]))["error"]);
        Assert.True((await browser.OpenAsync(app.AuthorizePath(RelyingParty.NewVerifier()))).Asks("password"));
    }

    [Fact]
    public async Task What_is_revoked_is_refused_everywhere_in_the_next_call()
    {
        var owner = await service.Api.SignUpAsync();
        var app = await RelyingParty.RegisterAsync(owner);
        var (one, two) = (await app.SignInAsync(owner.Name), await app.SignInAsync(owner.Name));

        (await app.RevokeAsync(one["access_token"])).Expect(HttpStatusCode.OK);
        (await app.RevokeAsync(two["refresh_token"])).Expect(HttpStatusCode.OK);

        Assert.False(await app.At(service.OtherApi).IsActiveAsync(one["access_token"]));
        Assert.True(await app.IsActiveAsync(one["refresh_token"]));
        Assert.False(await app.IsActiveAsync(two["access_token"]));
        (await service.OtherApi.GetAsync("/v1/me", one["access_token"])).ExpectProblem(HttpStatusCode.Unauthorized, "token.revoked");
        (await service.OtherApi.GetAsync("/v1/me", two["access_token"])).ExpectProblem(HttpStatusCode.Unauthorized, "token.revoked");
        Assert.Equal("invalid_grant", (await app.RefreshAsync(two["refresh_token"]))["error"]);
    }
}
