using System.Net;
using System.Net.Sockets;
using AuthServe.Gateway.Tests.Tokens;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Attacks;

/// <summary>Nobody gets more than was allowed, nor by a way that is closed (RFC 9700, sections 2.1.2, 2.3 and 2.4; RFC 6749, section 3.3).</summary>
public sealed class ScopeTests(Target target, Service service) : IClassFixture<Target>
{
    private const string Exchange = "urn:ietf:params:oauth:grant-type:token-exchange";

    [Theory]
    [InlineData("openid offline_access auth.user.all")]
    [InlineData("auth.role.read")]
    [InlineData("profile")]
    [InlineData("auth.user.readx")]
    public async Task A_refresh_asks_for_no_more_than_was_allowed(string scope)
    {
        var tokens = await target.App.SignInAsync(target.Owner.Name, "openid offline_access auth.user.read");

        (await target.App.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"]), ("scope", scope))).ExpectError("invalid_scope");

        Assert.Equal("auth.user.read offline_access openid", (await target.App.RefreshAsync(tokens["refresh_token"])).Expect(HttpStatusCode.OK)["scope"]);
    }

    [Fact]
    public async Task A_code_is_exchanged_for_no_more_than_was_allowed()
    {
        var verifier = RelyingParty.NewVerifier();
        var code = await target.App.GetCodeAsync(target.Owner.Name, verifier, "openid");

        var answer = await target.App.TokenAsync(
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", RelyingParty.Callback), ("code_verifier", verifier), ("scope", "openid auth.user.all"));

        if (answer.Status == HttpStatusCode.OK) Assert.Equal("openid", answer["scope"]);
        else answer.ExpectError("invalid_scope", "invalid_request");
    }

    [Fact]
    public async Task A_client_is_granted_only_what_it_is_registered_for()
    {
        var app = await RelyingParty.RegisterAsync(target.Owner, scopes: ["openid", "offline_access", "auth.user.read"]);

        var tokens = await app.SignInAsync(target.Owner.Name, "openid offline_access profile auth.user.read auth.user.write auth.user.all");

        Assert.Equal("auth.user.read offline_access openid", tokens["scope"]);
    }

    [Fact]
    public async Task An_exchange_gives_no_more_than_the_token_the_user_and_the_service_have()
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("clerk", "auth.user.read", "auth.role.read");
        var backend = await RelyingParty.RegisterAsync(owner, grantTypes: ["client_credentials", Exchange]);
        (await owner.PutAsync($"/v1/clients/{backend.Id}/roles/clerk")).Expect(HttpStatusCode.NoContent);
        var narrow = await service.Api.SignInAsync(owner.Name, "auth.user.read auth.user.write");

        async Task<Answer> ExchangeAsync(string? scope)
        {
            (string, string)[] form = [("grant_type", Exchange), ("subject_token", narrow.Token), ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token")];
            return await backend.TokenAsync(scope is null ? form : [.. form, ("scope", scope)]);
        }

        foreach (var scope in new[] { "auth.role.read", "auth.user.write", "auth.user.all", "auth.user.delete" }) (await ExchangeAsync(scope)).ExpectError("invalid_scope");
        Assert.Equal("auth.user.read", (await ExchangeAsync(null)).Expect(HttpStatusCode.OK)["scope"]);
        Assert.Equal("auth.user.read", (await ExchangeAsync("auth.user.read auth.role.read auth.user.all")).Expect(HttpStatusCode.OK)["scope"]);
    }

    [Theory]
    [InlineData("requested_token_type", "urn:ietf:params:oauth:token-type:id_token")]
    [InlineData("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token")]
    [InlineData("subject_token_type", "urn:ietf:params:oauth:token-type:id_token")]
    [InlineData("subject_token_type", "urn:ietf:params:oauth:token-type:jwt")]
    [InlineData("actor_token", "{token}")]
    public async Task An_exchange_of_another_kind_is_refused(string parameter, string value)
    {
        var backend = await RelyingParty.RegisterAsync(target.Owner, grantTypes: ["client_credentials", Exchange]);
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = Exchange,
            ["subject_token"] = target.Owner.Token,
            ["subject_token_type"] = "urn:ietf:params:oauth:token-type:access_token",
        };
        form[parameter] = value.Replace("{token}", target.Owner.Token, StringComparison.Ordinal);
        if (parameter == "actor_token") form["actor_token_type"] = "urn:ietf:params:oauth:token-type:access_token";

        (await backend.TokenAsync(form.Select(field => (field.Key, field.Value)))).ExpectError("invalid_request", "invalid_grant");
    }

    [Fact]
    public async Task A_scope_that_fits_into_no_token_is_refused_with_a_hint()
    {
        var worker = await RelyingParty.RegisterAsync(target.Owner, grantTypes: ["client_credentials", "urn:ietf:params:oauth:grant-type:device_code"]);
        var scope = string.Join(' ', Enumerable.Range(0, 300).Select(at => $"billing.invoice{at}.read"));
        Answer[] answers =
        [
            await worker.TokenAsync(("grant_type", "client_credentials"), ("scope", scope)), await worker.PostAsync("/oauth2/device", ("scope", scope)),
            await target.App.PostAsync("/oauth2/par", target.App.AuthorizePath(RelyingParty.NewVerifier(), scope).Fields(withClient: false)),
        ];

        Assert.All(answers, answer => answer.ExpectError("invalid_scope"));
        Assert.All(answers, answer => Assert.Contains("Ask for less", answer["error_description"], StringComparison.Ordinal));
        (await service.Api.GetAsync(target.App.AuthorizePath(RelyingParty.NewVerifier(), scope))).ExpectErrorPage();
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("*")]
    [InlineData("openid *")]
    [InlineData("auth.user.read,auth.user.all")]
    [InlineData("AUTH.USER.READ")]
    [InlineData("auth.user")]
    [InlineData("auth.user.read\u0000")]
    public async Task A_scope_that_is_none_is_never_granted(string scope)
    {
        var verifier = RelyingParty.NewVerifier();

        var page = await target.SignedIn.OpenAsync(target.App.AuthorizePath(verifier, scope));

        if (page.Query.TryGetValue("code", out var code)) Assert.Equal("openid", (await target.App.RedeemAsync(code, verifier))["scope"]);
        else Assert.Equal("invalid_scope", page.Query["error"]);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("id_token")]
    [InlineData("id_token token")]
    [InlineData("code token")]
    [InlineData("code id_token")]
    [InlineData("code id_token token")]
    [InlineData("none")]
    [InlineData("CODE")]
    [InlineData("")]
    public async Task Only_a_code_comes_from_the_authorization_endpoint(string type)
    {
        var browser = target.SignedIn;
        var path = target.App.AuthorizePath(RelyingParty.NewVerifier(), parameters: ("response_type", type));

        var answer = await service.Api.SendAsync(HttpMethod.Get, path, browser);

        Assert.DoesNotContain("token=", answer.Location() ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("code=", answer.Location() ?? "", StringComparison.Ordinal);
        (await target.App.PostAsync("/oauth2/par", path.Fields(withClient: false))).ExpectError("unsupported_response_type", "invalid_request", "unauthorized_client");
    }

    [Theory]
    [InlineData("fragment")]
    [InlineData("web_message")]
    [InlineData("query.jwt")]
    [InlineData("jwt")]
    public async Task An_answer_goes_by_query_or_form_alone(string mode)
    {
        var path = target.App.AuthorizePath(RelyingParty.NewVerifier(), parameters: ("response_mode", mode));

        var answer = await service.Api.SendAsync(HttpMethod.Get, path, target.SignedIn);

        Assert.DoesNotContain("#", answer.Location() ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("code=", answer.Location() ?? "", StringComparison.Ordinal);
        (await target.App.PostAsync("/oauth2/par", path.Fields(withClient: false))).ExpectError("invalid_request");
    }

    [Theory]
    [InlineData("password")]
    [InlineData("implicit")]
    [InlineData("urn:ietf:params:oauth:grant-type:jwt-bearer")]
    [InlineData("urn:ietf:params:oauth:grant-type:saml2-bearer")]
    [InlineData("urn:openid:params:grant-type:ciba")]
    [InlineData("")]
    public async Task A_grant_type_that_is_closed_is_refused(string type) =>
        (await target.App.TokenAsync(
            ("grant_type", type), ("username", target.Owner.Name), ("password", Api.Password), ("assertion", target.Owner.Token), ("scope", "openid")))
            .ExpectError("unsupported_grant_type", "invalid_request");

    [Fact]
    public async Task A_request_by_reference_is_never_fetched_nor_taken_by_value()
    {
        using var place = new TcpListener(IPAddress.Loopback, 0);
        place.Start();
        var browser = target.SignedIn;
        var address = $"http://{place.LocalEndpoint}/request";
        var signed = Jwt.Join("""{"alg":"none"}""", $$"""{"client_id":"{{target.App.Id}}","redirect_uri":"https://evil.example"}""") + ".";

        foreach (var (name, value) in new[] { ("request_uri", address), ("request_uri", "urn:ietf:params:oauth:request_uri:" + address), ("request", signed), ("request_uri", "file:///etc/hostname") })
        {
            var path = target.App.AuthorizePath(RelyingParty.NewVerifier(), parameters: (name, value));
            var answer = await service.Api.SendAsync(HttpMethod.Get, path, browser);
            Assert.DoesNotContain("code=", answer.Location() ?? "", StringComparison.Ordinal);
            Assert.DoesNotContain("evil", answer.Location() ?? "", StringComparison.Ordinal);
            (await target.App.PostAsync("/oauth2/par", path.Fields(withClient: false))).ExpectError("invalid_request", "request_not_supported", "request_uri_not_supported", "invalid_request_object");
        }

        Assert.False(place.Pending());
    }
}
