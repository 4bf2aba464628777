using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AuthServe.Gateway.Tests.Tokens;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Attacks;

/// <summary>Who is not the client gets nothing in its name (RFC 6749, section 2.3; RFC 7523, section 3; RFC 9700, section 2.5).</summary>
public sealed class ClientAuthenticationTests(Service service) : IAsyncLifetime
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private const string Issuer = "http://localhost:8000";
    private static readonly (string, string)[] Grant = [("grant_type", "client_credentials")];
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private Session _owner = null!;
    private RelyingParty _worker = null!;
    private RelyingParty _other = null!;
    private RelyingParty _signer = null!;

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    public async ValueTask InitializeAsync()
    {
        _owner = await service.Api.SignUpAsync();
        _worker = await RelyingParty.RegisterAsync(_owner, grantTypes: ["client_credentials"]);
        _other = await RelyingParty.RegisterAsync(_owner, grantTypes: ["client_credentials"]);
        var jwks = new JsonObject { ["keys"] = new JsonArray(Jwt.JwkOf(_key, "1")) };
        _signer = await RelyingParty.RegisterAsync(_owner, grantTypes: ["client_credentials"], jwks: jwks);
    }

    public ValueTask DisposeAsync()
    {
        _key.Dispose();
        _foreign.Dispose();
        return default;
    }

    [Fact]
    public async Task A_client_with_the_wrong_secret_or_none_is_refused()
    {
        foreach (var secret in new[] { "", "x", _other.Secret!, _worker.Secret![..^1], _worker.Secret + "A", _worker.Secret!.ToUpperInvariant(), " " + _worker.Secret, _worker.Secret + "\n" })
        {
            foreach (var path in new[] { "/oauth2/token", "/oauth2/introspect", "/oauth2/revoke", "/oauth2/par", "/oauth2/device" })
            {
                (string, string)[] form = [.. Grant, ("token", "x"), ("response_type", "code")];
                (await service.Api.BasicAsync(path, _worker.Id, secret, form)).ExpectError("invalid_client", "invalid_request");
                (await service.Api.FormAsync(path, [.. form, ("client_id", _worker.Id), ("client_secret", secret)])).ExpectError("invalid_client", "invalid_request");
            }
        }

        (await service.Api.FormAsync("/oauth2/token", [.. Grant, ("client_id", _worker.Id)])).ExpectError("invalid_client", "invalid_request");
        (await service.Api.FormAsync("/oauth2/token", Grant)).ExpectError("invalid_client", "invalid_request");
        (await _worker.TokenAsync(Grant)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_secret_in_the_query_is_not_taken()
    {
        var secret = $"client_id={_worker.Id}&client_secret={_worker.Secret}";

        (await service.Api.FormAsync("/oauth2/token?" + secret, Grant)).ExpectError("invalid_client", "invalid_request");
        (await service.Api.FormAsync($"/oauth2/token?client_secret={_worker.Secret}", [.. Grant, ("client_id", _worker.Id)])).ExpectError("invalid_client", "invalid_request");
        (await service.Api.GetAsync($"/oauth2/token?grant_type=client_credentials&{secret}")).ExpectError("invalid_request");
        (await service.Api.GetAsync($"/oauth2/introspect?token=x&{secret}")).ExpectError("invalid_client", "invalid_request");
    }

    [Fact]
    public async Task Two_ways_to_authenticate_at_once_are_refused()
    {
        var assertion = Assertion().SignedBy(_key);
        (string, string)[] asserted = [("client_assertion_type", AssertionType), ("client_assertion", assertion)];

        (await service.Api.BasicAsync("/oauth2/token", _worker.Id, _worker.Secret!, [.. Grant, ("client_id", _worker.Id), ("client_secret", _worker.Secret!)])).ExpectError("invalid_request", "invalid_client");
        (await service.Api.BasicAsync("/oauth2/token", _worker.Id, _worker.Secret!, [.. Grant, .. asserted])).ExpectError("invalid_request", "invalid_client", "invalid_grant");
        (await service.Api.FormAsync("/oauth2/token", [.. Grant, .. asserted, ("client_id", _signer.Id), ("client_secret", "x")])).ExpectError("invalid_request", "invalid_client");
        var named = await service.Api.BasicAsync("/oauth2/token", _worker.Id, _worker.Secret!, [.. Grant, ("client_id", _other.Id)]);
        if (named.Status == HttpStatusCode.OK) Assert.Equal(_worker.Id, (string?)Jwt.Read(named["access_token"]).Claims["client_id"]);
        (await service.Api.FormAsync("/oauth2/token", [.. Grant, .. Grant, ("client_id", _worker.Id), ("client_secret", _worker.Secret!), ("client_secret", "x")])).ExpectError("invalid_request", "invalid_client");
    }

    [Fact]
    public async Task A_public_client_that_shows_a_secret_is_refused()
    {
        var phone = await RelyingParty.RegisterAsync(_owner, isPublic: true);
        var tokens = await phone.SignInAsync(_owner.Name);
        (string, string)[] form = [("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"])];

        (await service.Api.BasicAsync("/oauth2/token", phone.Id, "secret", form)).ExpectError("invalid_client", "invalid_request");
        (await service.Api.FormAsync("/oauth2/token", [.. form, ("client_id", phone.Id), ("client_secret", _worker.Secret!)])).ExpectError("invalid_client", "invalid_request");
        (await phone.TokenAsync(Grant)).ExpectError("unauthorized_client", "invalid_client", "invalid_request");
        Assert.Equal("""{"active":false}""", (await phone.IntrospectAsync(tokens["access_token"])).Body);
    }

    [Fact]
    public async Task A_secret_is_refused_once_another_has_taken_its_place_without_overlap()
    {
        var rotated = (await _owner.PostAsync($"/v1/clients/{_worker.Id}/secret", new { overlap_seconds = 0 })).Expect(HttpStatusCode.OK)["client_secret"];

        (await _worker.At(service.OtherApi).TokenAsync(Grant)).ExpectError("invalid_client");
        (await (_worker with { Secret = rotated }).At(service.OtherApi).TokenAsync(Grant)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_client_that_is_deleted_does_nothing_any_more()
    {
        var app = await RelyingParty.RegisterAsync(_owner, grantTypes: ["authorization_code", "refresh_token", "client_credentials"]);
        var (users, own) = (await app.SignInAsync(_owner.Name, "openid offline_access auth.user.read"), (await app.TokenAsync(Grant)).Expect(HttpStatusCode.OK));
        var code = await app.GetCodeAsync(_owner.Name, RelyingParty.NewVerifier());
        var asker = await RelyingParty.RegisterAsync(_owner);
        Assert.True(await asker.IsActiveAsync(users["access_token"]));

        (await _owner.DeleteAsync("/v1/clients/" + app.Id)).Expect(HttpStatusCode.NoContent);

        (await app.At(service.OtherApi).TokenAsync(Grant)).ExpectError("invalid_client");
        (await app.At(service.OtherApi).RefreshAsync(users["refresh_token"])).ExpectError("invalid_client");
        (await app.RedeemAsync(code, "x")).ExpectError("invalid_client");
        (await service.OtherApi.GetAsync(app.AuthorizePath(RelyingParty.NewVerifier()))).ExpectErrorPage();
        foreach (var token in new[] { users["access_token"], own["access_token"] })
        {
            Assert.False(await asker.At(service.OtherApi).IsActiveAsync(token));
            (await service.OtherApi.GetAsync("/oauth2/userinfo", token)).Expect(HttpStatusCode.Unauthorized);
            (await service.OtherApi.GetAsync("/v1/me/permissions", token)).ExpectProblem(HttpStatusCode.Unauthorized, "token.revoked");
        }
    }

    [Theory]
    [InlineData("authorization_code")]
    [InlineData("refresh_token")]
    [InlineData("urn:ietf:params:oauth:grant-type:device_code")]
    [InlineData("urn:ietf:params:oauth:grant-type:token-exchange")]
    public async Task A_grant_type_that_the_client_does_not_have_is_refused(string type)
    {
        var owner = _owner.Token;
        (await _worker.TokenAsync(
            ("grant_type", type), ("code", "x"), ("refresh_token", "x"), ("device_code", "x"), ("code_verifier", RelyingParty.NewVerifier()), ("redirect_uri", RelyingParty.Callback),
            ("subject_token", owner), ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"))).ExpectError("unauthorized_client", "invalid_grant");
        (await _worker.PostAsync("/oauth2/device", ("scope", "openid"))).ExpectError("unauthorized_client");
        (await _worker.PostAsync("/oauth2/par", _worker.AuthorizePath(RelyingParty.NewVerifier()).Fields(withClient: false))).ExpectError("unauthorized_client", "invalid_request");
    }

    [Fact]
    public async Task The_tokens_of_another_organization_are_not_a_clients_business()
    {
        var stranger = await service.Api.SignUpAsync();
        var theirs = await RelyingParty.RegisterAsync(stranger, grantTypes: ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:token-exchange"]);
        var app = await RelyingParty.RegisterAsync(_owner);
        var tokens = await app.SignInAsync(_owner.Name, "openid offline_access auth.user.read");

        foreach (var kind in new[] { "access_token", "refresh_token" })
        {
            Assert.Equal("""{"active":false}""", (await theirs.IntrospectAsync(tokens[kind])).Body);
            await theirs.RevokeAsync(tokens[kind]);
            await _worker.RevokeAsync(tokens[kind]);
        }

        (await theirs.TokenAsync(
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", tokens["access_token"]),
            ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"))).ExpectError("invalid_grant");
        Assert.True(await app.IsActiveAsync(tokens["access_token"]));
        (await app.RefreshAsync(tokens["refresh_token"])).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_client_that_signs_is_let_in() => (await AssertAsync(Assertion().SignedBy(_key))).Expect(HttpStatusCode.OK);

    [Theory]
    [InlineData("aud", "\"https://evil.example\"")]
    [InlineData("aud", "\"http://localhost:8000/v1\"")]
    [InlineData("aud", null)]
    [InlineData("iss", "\"nobody\"")]
    [InlineData("iss", null)]
    [InlineData("sub", "\"nobody\"")]
    [InlineData("sub", null)]
    [InlineData("exp", "1000000000")]
    [InlineData("exp", null)]
    [InlineData("exp", "4000000000")]
    [InlineData("nbf", "4000000000")]
    public async Task An_assertion_with_a_wrong_claim_is_refused(string claim, string? value) =>
        (await AssertAsync(Assertion().WithClaim(claim, value is null ? null : JsonNode.Parse(value)).SignedBy(_key))).ExpectError("invalid_client", "invalid_request", "invalid_grant", "invalid_token");

    [Fact]
    public async Task An_assertion_that_the_client_did_not_sign_is_refused()
    {
        var other = Assertion().WithClaim("iss", _worker.Id).WithClaim("sub", _worker.Id);
        var pem = Encoding.UTF8.GetBytes(_key.ExportSubjectPublicKeyInfoPem());
        string[] forged =
        [
            Assertion().SignedBy(_foreign), Assertion().WithHeader("kid", "2").SignedBy(_foreign), Assertion().WithHeader("kid", null).SignedBy(_foreign),
            Assertion().WithHeader("alg", "none").Content + ".", Assertion().WithHeader("alg", "NONE").Content + ".", Assertion().Content + ".", Assertion().Content,
            Assertion().WithHeader("alg", "HS256").SignedBy(pem), Assertion().WithHeader("alg", "HS256").SignedBy(_key.ExportSubjectPublicKeyInfo()),
            Assertion().WithHeader("jwk", Jwt.JwkOf(_foreign, "1")).SignedBy(_foreign), Assertion().WithHeader("typ", "at+jwt").SignedBy(_key),
            (Assertion() with { Signature = new byte[64] }).ToString(), other.SignedBy(_key), _owner.Token, "x", "",
        ];

        foreach (var assertion in forged) (await AssertAsync(assertion)).ExpectError("invalid_client", "invalid_request", "invalid_grant", "invalid_token");
        (await service.Api.FormAsync("/oauth2/token", [.. Grant, ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"), ("client_assertion", Assertion().SignedBy(_key))]))
            .ExpectError("invalid_client", "invalid_request");
        (await service.Api.FormAsync("/oauth2/token", [.. Grant, ("client_id", _signer.Id)])).ExpectError("invalid_client", "invalid_request");
    }

    private Jwt Assertion() => new(
        new JsonObject { ["alg"] = "ES256", ["typ"] = "client-authentication+jwt", ["kid"] = "1" },
        new JsonObject
        {
            ["iss"] = _signer.Id,
            ["sub"] = _signer.Id,
            ["aud"] = Issuer,
            ["iat"] = Now,
            ["exp"] = Now + 60,
            ["jti"] = Guid.NewGuid().ToString(),
        },
        []);

    private Task<Answer> AssertAsync(string assertion) =>
        service.Api.FormAsync("/oauth2/token", [.. Grant, ("client_assertion_type", AssertionType), ("client_assertion", assertion)]);
}
