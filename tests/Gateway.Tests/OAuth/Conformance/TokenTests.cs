using System.Net;
using AuthServe.Gateway.Tests.Tokens;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Conformance;

/// <summary>Basic OP: codes, refresh tokens and client authentication at the token endpoint.</summary>
public sealed class TokenTests(Suite suite, MovingTime time) : IClassFixture<Suite>, IClassFixture<MovingTime>
{
    [Fact, Trait(Suite.Trait, "oidcc-codereuse")]
    public async Task A_code_is_good_once()
    {
        var signedIn = await suite.SignInAsync();

        Suite.ExpectTokenError(await suite.App.RedeemAsync(signedIn.Page.Query["code"], signedIn.Verifier), "invalid_grant");
    }

    [Fact, Trait(Suite.Trait, "oidcc-codereuse-30seconds")]
    public async Task A_code_that_is_used_again_later_takes_its_tokens_along()
    {
        var app = suite.App.At(time.Api);
        var signedIn = await suite.SignInAsync(app, "openid offline_access", time.NewBrowser());
        (await time.Api.GetAsync("/oauth2/userinfo", signedIn.Tokens["access_token"])).Expect(HttpStatusCode.OK);
        time.Pass(seconds: 30);

        Suite.ExpectTokenError(await app.RedeemAsync(signedIn.Page.Query["code"], signedIn.Verifier), "invalid_grant");

        (await time.Api.GetAsync("/oauth2/userinfo", signedIn.Tokens["access_token"])).Expect(HttpStatusCode.Unauthorized);
        Suite.ExpectTokenError(await app.RefreshAsync(signedIn.Tokens["refresh_token"]), "invalid_grant");
    }

    [Fact, Trait(Suite.Trait, "oidcc-server-client-secret-post")]
    public async Task A_client_may_send_its_secret_in_the_form()
    {
        var verifier = RelyingParty.NewVerifier();
        var code = await suite.App.GetCodeAsync(suite.Owner.Name, verifier);
        var byName = suite.App with { Secret = null };
        Task<Answer> RedeemAsync(string secret) => byName.TokenAsync(
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", suite.App.RedirectUri), ("code_verifier", verifier),
            ("client_secret", secret));

        var wrong = await RedeemAsync("wrong");
        var right = (await RedeemAsync(suite.App.Secret!)).Expect(HttpStatusCode.OK);

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (wrong.Status, wrong["error"]));
        Assert.Equal(suite.App.Id, (string?)Jwt.Read(right["id_token"]).Claims["aud"]);
    }

    [Fact, Trait(Suite.Trait, "oidcc-refresh-token")]
    public async Task A_refresh_gives_an_ID_token_of_the_same_sign_in()
    {
        var app = suite.App.At(time.Api);
        var first = await suite.SignInAsync(app, "openid offline_access", time.NewBrowser(), ("prompt", "consent"));
        time.Pass(seconds: 1);

        var answer = (await app.TokenAsync(
            ("grant_type", "refresh_token"), ("refresh_token", first.Tokens["refresh_token"]), ("scope", "openid offline_access"))).Expect(HttpStatusCode.OK);

        var second = first with { Tokens = answer };
        Assert.NotEqual(first.Tokens["access_token"], answer["access_token"]);
        foreach (var same in (string[])["iss", "sub", "aud", "azp", "auth_time", "sid"])
            Assert.Equal(first.IdToken.Claims[same]!.ToJsonString(), second.IdToken.Claims[same]!.ToJsonString());
        Assert.True(second.Time("iat") > first.Time("iat"));
        Assert.Equal(Suite.HalfHash(answer["access_token"]), second.Claim("at_hash"));
        (await time.Api.GetAsync("/oauth2/userinfo", answer["access_token"])).Expect(HttpStatusCode.OK);
    }

    [Fact, Trait(Suite.Trait, "oidcc-refresh-token")]
    public async Task Another_client_cannot_use_a_refresh_token()
    {
        var other = await RelyingParty.RegisterAsync(suite.Owner);
        var signedIn = await suite.SignInAsync("openid offline_access");

        Suite.ExpectTokenError(await other.RefreshAsync(signedIn.Tokens["refresh_token"]), "invalid_grant");

        (await suite.App.RefreshAsync(signedIn.Tokens["refresh_token"])).Expect(HttpStatusCode.OK);
    }

    [Fact, Trait(Suite.Trait, "oidcc-refresh-token")]
    public void Without_offline_access_there_is_no_refresh_token() => Assert.Null(suite.Plain.Tokens.Json["refresh_token"]);
}
