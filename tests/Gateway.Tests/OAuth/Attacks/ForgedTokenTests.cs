using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using AuthServe.Gateway.Tests.Tokens;
using AuthServe.Support.Gateways;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using Xunit;
using Forgery = AuthServe.Gateway.Tests.Tokens.ForgedTokenTests;

namespace AuthServe.Gateway.Tests.OAuth.Attacks;

/// <summary>
/// Tokens that are not ours, or not what is asked for, at userinfo, introspection, revocation and exchange, and at our own API (RFC 8725; RFC
/// 9068, section 4). The API itself is attacked in more ways in Tokens.
/// </summary>
public sealed class ForgedTokenTests(Forger forger, IssuedTokens issued, Service service) : IClassFixture<Forger>, IClassFixture<IssuedTokens>
{
    private readonly RelyingParty _app = issued.App;
    private readonly Answer _tokens = issued.Tokens;

    public static TheoryData<string> Names => new(Forgery.Forgeries.Keys);

    private Jwt Genuine => Jwt.Read(_tokens["access_token"]);

    private Jwt GenuineId => Jwt.Read(_tokens["id_token"]);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_token_that_the_service_never_signed_is_good_for_nothing(string forgery) =>
        await RefusedAsync(Forgery.Forgeries[forgery](forger));

    [Theory]
    [InlineData("iss", "\"http://localhost:8000/\"")]
    [InlineData("iss", "\"https://evil.example\"")]
    [InlineData("iss", null)]
    [InlineData("aud", "\"https://evil.example\"")]
    [InlineData("aud", "[\"https://evil.example\"]")]
    [InlineData("aud", "\"http://localhost:8000/\"")]
    [InlineData("aud", null)]
    [InlineData("exp", "1000000000")]
    [InlineData("exp", null)]
    [InlineData("nbf", "4000000000")]
    [InlineData("sub", null)]
    [InlineData("sub", "\"alice\"")]
    [InlineData("org_id", null)]
    [InlineData("client_id", null)]
    [InlineData("client_id", "\"nobody\"")]
    public async Task A_token_with_a_wrong_claim_is_good_for_nothing(string claim, string? value)
    {
        var token = Genuine.WithClaim(claim, value is null ? null : JsonNode.Parse(value));

        await RefusedAsync(token.SignedBy(forger.ServiceKey));
    }

    [Theory]
    [InlineData("typ", "\"JWT\"")]
    [InlineData("typ", "\"id_token\"")]
    [InlineData("typ", "\"logout+jwt\"")]
    [InlineData("typ", "\"oi_reft+jwt\"")]
    [InlineData("typ", "\"oi_auc+jwt\"")]
    [InlineData("typ", "\"client-authentication+jwt\"")]
    [InlineData("typ", null)]
    [InlineData("crit", "[\"exp\"]")]
    [InlineData("crit", "[\"b64\"]")]
    [InlineData("kid", "\"mine\"")]
    [InlineData("kid", null)]
    public async Task A_token_with_a_wrong_header_is_good_for_nothing(string name, string? value)
    {
        var token = Genuine.WithHeader(name, value is null ? null : JsonNode.Parse(value));

        await RefusedAsync(token.SignedBy(forger.ServiceKey));
    }

    [Theory]
    [InlineData("jku")]
    [InlineData("x5u")]
    public async Task A_place_where_a_key_could_be_fetched_is_never_asked(string parameter)
    {
        using var place = new TcpListener(IPAddress.Loopback, 0);
        place.Start();

        foreach (var keyId in new[] { forger.KeyId, "mine" })
            await RefusedAsync(Genuine.WithHeader(parameter, $"http://{place.LocalEndpoint}/keys").WithHeader("kid", keyId).SignedBy(forger.OwnKey));

        Assert.False(place.Pending());
    }

    [Fact]
    public async Task A_token_of_another_installation_is_good_for_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(StorageEngine.Sqlite);
        await using var silo = await TestSilo.StartAsync(database.Settings);
        await using var gateway = await (await TestGateway.StartAsync([silo.GatewayPort])).ReadyAsync();
        var stranger = await new Api(gateway.Http).SignUpAsync();

        await RefusedAsync(stranger.Token);
        await RefusedAsync(Jwt.Read(stranger.Token).WithHeader("kid", forger.KeyId).ToString());
    }

    [Fact]
    public async Task An_ID_token_is_no_access_token()
    {
        foreach (var token in new[] { _tokens["id_token"], GenuineId.WithClaim("aud", "http://localhost:8000").SignedBy(forger.ServiceKey) })
        {
            (await service.Api.GetAsync("/v1/me", token)).ExpectInvalidToken();
            (await service.Api.GetAsync("/oauth2/userinfo", token)).Expect(HttpStatusCode.Unauthorized);
            (await _app.IntrospectAsync(token)).ExpectError("unsupported_token_type");
            (await ExchangeAsync(token)).ExpectError("invalid_grant", "invalid_request");
        }
    }

    [Fact]
    public async Task A_refresh_token_or_a_code_is_no_access_token()
    {
        var code = await _app.GetCodeAsync(issued.Owner.Name, RelyingParty.NewVerifier());
        foreach (var token in new[] { _tokens["refresh_token"], code })
        {
            (await service.Api.GetAsync("/v1/me", token)).ExpectInvalidToken();
            (await service.Api.GetAsync("/oauth2/userinfo", token)).Expect(HttpStatusCode.Unauthorized);
            (await ExchangeAsync(token)).ExpectError("invalid_grant", "invalid_request");
        }

        Assert.False(await _app.IsActiveAsync(code));
    }

    [Fact]
    public async Task What_is_no_ID_token_of_ours_signs_nobody_in_or_out()
    {
        var browser = new Browser(service.Api.Http);
        await browser.GoThroughAsync("/device", issued.Owner.Name);
        string[] hints =
        [
            _tokens["access_token"], _tokens["refresh_token"], GenuineId.SignedBy(forger.OwnKey), GenuineId.WithHeader("alg", "none").Content + ".",
            GenuineId.WithHeader("crit", new JsonArray("exp")).SignedBy(forger.ServiceKey), GenuineId.WithClaim("iss", "https://evil.example").SignedBy(forger.ServiceKey),
        ];

        foreach (var hint in hints)
        {
            Assert.True((await browser.OpenAsync("/oauth2/logout?id_token_hint=" + hint)).Asks("confirm"));
            var silent = _app.AuthorizePath(RelyingParty.NewVerifier(), parameters: [("id_token_hint", hint), ("prompt", "none")]);
            Assert.Equal("login_required", (await new Browser(service.Api.Http).OpenAsync(silent)).Query["error"]);
        }

        Assert.True(await _app.IsActiveAsync(_tokens["access_token"]));
    }

    [Fact]
    public async Task The_ID_token_of_one_user_is_no_hint_for_another()
    {
        var browser = new Browser(service.Api.Http);
        await browser.GoThroughAsync("/device", (await service.Api.AddUserAsync(issued.Owner, "user")).Name);

        var silent = await browser.OpenAsync(_app.AuthorizePath(RelyingParty.NewVerifier(), parameters: [("id_token_hint", _tokens["id_token"]), ("prompt", "none")]));

        Assert.Equal("login_required", silent.Query["error"]);
        Assert.True((await browser.OpenAsync("/oauth2/logout?id_token_hint=" + _tokens["id_token"])).Asks("confirm"));
    }

    [Theory]
    [InlineData("/oauth2/userinfo?access_token=")]
    [InlineData("/oauth2/userinfo?token=")]
    [InlineData("/v1/me?access_token=")]
    public async Task A_token_in_the_query_is_refused(string path)
    {
        var answer = await service.Api.GetAsync(path + _tokens["access_token"]);

        Assert.True(answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, answer.Body);
        Assert.DoesNotContain(issued.Owner.UserId, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_in_the_query_is_refused_beside_one_in_the_header() =>
        (await service.Api.GetAsync("/oauth2/userinfo?access_token=" + _tokens["access_token"], _tokens["access_token"])).Expect(HttpStatusCode.BadRequest);

    [Fact]
    public async Task The_genuine_token_is_good_everywhere()
    {
        (await service.Api.GetAsync("/v1/me", _tokens["access_token"])).Expect(HttpStatusCode.OK);
        (await service.Api.GetAsync("/oauth2/userinfo", Genuine.SignedBy(forger.ServiceKey))).Expect(HttpStatusCode.OK);
        Assert.True(await _app.IsActiveAsync(Genuine.SignedBy(forger.ServiceKey)));
    }

    private async Task RefusedAsync(string token)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.Api.GetAsync("/v1/users", token)).Status);
        var info = (await service.Api.GetAsync("/oauth2/userinfo", token)).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal("Bearer", Assert.Single(info.Headers.WwwAuthenticate).Scheme);
        var introspected = await _app.IntrospectAsync(token);
        Assert.True(introspected.Body == """{"active":false}""" || (introspected.Status, (string?)introspected.Json["error"]) == (HttpStatusCode.BadRequest, "unsupported_token_type"), introspected.Body);
        (await ExchangeAsync(token)).ExpectError("invalid_grant", "invalid_request", "invalid_token");
    }

    private Task<Answer> ExchangeAsync(string token) => _app.TokenAsync(
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", token), ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"));
}
