using System.Net;
using AuthServe.Gateway.Tests.Access;
using AuthServe.Gateway.Tests.Tokens;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Conformance;

/// <summary>Basic OP: what every plain flow brings, the ID token first of all.</summary>
public sealed class ServerTests(Suite suite) : IClassFixture<Suite>
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact, Trait(Suite.Trait, "oidcc-server/CheckStateInAuthorizationResponse")]
    public void The_state_comes_back_as_it_was_sent_and_nothing_unexpected_with_it()
    {
        Assert.Equal(["code", "iss", "state"], suite.Plain.Page.Query.Keys.Order());
        Assert.Equal("the-state", suite.Plain.Page.Query["state"]);
    }

    [Fact, Trait(Suite.Trait, "oidcc-server/ValidateIssIfPresentInAuthorizationResponse")]
    public void The_answer_names_the_issuer() => Assert.Equal(Suite.Issuer, suite.Plain.Page.Query["iss"]);

    [Fact, Trait(Suite.Trait, "oidcc-server/EnsureMinimumAuthorizationCodeEntropy")]
    public void A_code_cannot_be_guessed()
    {
        var code = suite.Plain.Page.Query["code"];
        var bits = code.Length * code.GroupBy(letter => letter).Select(group => (double)group.Count() / code.Length).Sum(share => -share * Math.Log2(share));

        Assert.True(code.Length >= 16 && bits >= 96, $"{bits} bits in {code.Length} letters.");
    }

    [Fact, Trait(Suite.Trait, "oidcc-server/CheckTokenEndpointHttpStatus200")]
    public void Tokens_come_as_JSON_that_nobody_keeps()
    {
        var answer = suite.Plain.Tokens.Expect(HttpStatusCode.OK);

        Assert.Equal(("application/json", "no-store"), (answer.ContentHeaders.ContentType?.MediaType, answer.Headers.ValueOf("Cache-Control")));
        Assert.Equal(("Bearer", "openid"), (answer["token_type"], answer["scope"]));
        Assert.Equal(["access_token", "expires_in", "id_token", "scope", "token_type"], answer.Json.AsObject().Select(member => member.Key).Order());
    }

    [Fact, Trait(Suite.Trait, "oidcc-server/ExtractExpiresInFromTokenEndpointResponse")]
    public void The_answer_says_how_long_the_access_token_is_good()
    {
        var token = Jwt.Read(suite.Plain.Tokens["access_token"]).Claims;

        Assert.InRange(suite.Plain.Tokens.Json["expires_in"]!.GetValue<long>(), 1, (long)token["exp"]! - (long)token["iat"]!);
    }

    [Fact, Trait(Suite.Trait, "oidcc-server/ValidateIdToken")]
    public void The_ID_token_is_of_this_issuer_for_this_client_alone_and_from_now()
    {
        var claims = suite.Plain.IdToken.Claims;
        var now = TimeProvider.System.GetUtcNow();

        Assert.Equal($"\"{Suite.Issuer}\"", claims["iss"]!.ToJsonString());
        Assert.Equal($"\"{suite.App.Id}\"", claims["aud"]!.ToJsonString());
        Assert.InRange(suite.Plain.Time("iat"), (now - (5 * Minute)).ToUnixTimeSeconds(), now.ToUnixTimeSeconds());
        Assert.InRange(suite.Plain.Time("exp"), suite.Plain.Time("iat") + 1, (now + (60 * Minute)).ToUnixTimeSeconds());
        Assert.InRange(suite.Plain.Time("auth_time"), suite.Plain.Time("iat") - 300, suite.Plain.Time("iat"));
        Assert.Equal("urn:authserve:acr:pwd", suite.Plain.Claim("acr"));
        Assert.Equal("[\"pwd\"]", claims["amr"]!.ToJsonString());
    }

    [Fact, Trait(Suite.Trait, "oidcc-server/ValidateIdTokenStandardClaims")]
    public void The_authorized_party_is_the_client() => Assert.Equal(suite.App.Id, suite.Plain.Claim("azp"));

    [Fact, Trait(Suite.Trait, "oidcc-server/ValidateIdTokenNonce")]
    public void The_nonce_comes_back_in_the_ID_token() => Assert.Equal("the-nonce", suite.Plain.Claim("nonce"));

    [Fact, Trait(Suite.Trait, "oidcc-server/CheckForSubjectInIdToken")]
    public void The_subject_is_the_user_and_within_255_ASCII_letters()
    {
        Assert.Equal(suite.Owner.UserId, suite.Plain.Claim("sub"));
        Assert.InRange(suite.Owner.UserId.Length, 1, 255);
        Assert.All(suite.Owner.UserId, letter => Assert.True(char.IsAscii(letter)));
    }

    [Fact, Trait(Suite.Trait, "oidcc-server/ValidateIdTokenSignature")]
    public async Task The_published_key_that_the_ID_token_names_verifies_it()
    {
        var token = suite.Plain.IdToken;
        var keys = (await suite.Api.GetAsync("/.well-known/jwks.json")).Expect(HttpStatusCode.OK).Json["keys"]!.AsArray();
        var jwk = Assert.Single(keys, key => (string?)key!["kid"] == (string?)token.Header["kid"])!.AsObject();
        using var key = Jwt.ReadJwk(jwk);
        var content = suite.Plain.Tokens["id_token"][..suite.Plain.Tokens["id_token"].LastIndexOf('.')];

        Assert.Equal(("ES256", "ES256"), ((string?)token.Header["alg"], (string?)jwk["alg"]));
        Assert.True(key.VerifyData(System.Text.Encoding.ASCII.GetBytes(content), token.Signature, System.Security.Cryptography.HashAlgorithmName.SHA256));
        Assert.False(key.VerifyData(System.Text.Encoding.ASCII.GetBytes(content + "x"), token.Signature, System.Security.Cryptography.HashAlgorithmName.SHA256));
    }

    [Fact, Trait(Suite.Trait, "oidcc-server/ValidateAtHash")]
    public void The_ID_token_carries_half_the_hash_of_the_access_token() =>
        Assert.Equal(Suite.HalfHash(suite.Plain.Tokens["access_token"]), suite.Plain.Claim("at_hash"));

    [Fact, Trait(Suite.Trait, "oidcc-server/EnsureIdTokenDoesNotContainNonRequestedClaims")]
    public void The_ID_token_says_nothing_of_the_person_that_was_not_asked_for() => Assert.Equal(
        ["acr", "amr", "at_hash", "aud", "auth_time", "azp", "exp", "iat", "iss", "nonce", "org_id", "roles", "sid", "sub"],
        suite.Plain.IdToken.Claims.Select(claim => claim.Key).Order());

    [Fact, Trait(Suite.Trait, "oidcc-idtoken-signature")]
    public void The_ID_token_names_its_key_and_is_signed_with_ES256()
    {
        Assert.NotEmpty((string?)suite.Plain.IdToken.Header["kid"] ?? "");
        Assert.Equal(("ES256", "JWT"), ((string?)suite.Plain.IdToken.Header["alg"], (string?)suite.Plain.IdToken.Header["typ"]));
    }

    [Fact, Trait(Suite.Trait, "oidcc-idtoken-unsigned")]
    public async Task No_client_can_have_unsigned_ID_tokens()
    {
        var metadata = (await suite.Api.GetAsync("/.well-known/openid-configuration")).Expect(HttpStatusCode.OK).Json;

        Assert.Null(metadata["registration_endpoint"]);
        Assert.DoesNotContain("none", metadata["id_token_signing_alg_values_supported"]!.AsArray().Select(item => (string)item!));
    }

    [Fact, Trait(Suite.Trait, "oidcc-ensure-request-without-nonce-succeeds-for-code-flow")]
    public async Task Without_a_nonce_there_is_none_in_the_ID_token() =>
        Assert.False((await suite.SignInAsync(parameters: ("nonce", null))).IdToken.Claims.ContainsKey("nonce"));
}
