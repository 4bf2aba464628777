using System.Net;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Attacks;

/// <summary>Codes are bound to the client, the address and the verifier, and used up once (RFC 9700, sections 2.1.1 and 4.5; RFC 7636).</summary>
public sealed class CodeTests(Target target, Service service) : IClassFixture<Target>
{
    [Theory]
    [InlineData(null, null)]
    [InlineData(null, "S256")]
    [InlineData(null, "plain")]
    [InlineData("", "S256")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", null)]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "plain")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "PLAIN")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "s256")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "S512")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "none")]
    public async Task A_request_without_a_hashed_challenge_is_refused(string? challenge, string? method)
    {
        foreach (var app in new[] { target.App, target.Phone })
        {
            var path = app.AuthorizePath(RelyingParty.NewVerifier(), parameters: [("code_challenge", challenge), ("code_challenge_method", method)]);
            var answer = await target.Api.SendAsync(HttpMethod.Get, path, target.SignedIn);

            answer.ExpectErrorPage();
            Assert.Contains("<code>invalid_request</code>", answer.Body, StringComparison.Ordinal);
            (await app.PostAsync("/oauth2/par", path.Fields(withClient: false))).ExpectError("invalid_request");
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("empty")]
    [InlineData("another")]
    [InlineData("the challenge itself")]
    [InlineData("cut")]
    [InlineData("longer")]
    [InlineData("in upper case")]
    public async Task A_code_is_refused_without_its_verifier(string kind)
    {
        var verifier = RelyingParty.NewVerifier();
        foreach (var app in new[] { target.App, target.Phone })
        {
            var code = await app.GetCodeAsync(target.Owner.Name, verifier);
            var given = kind switch
            {
                "none" => null,
                "empty" => "",
                "another" => RelyingParty.NewVerifier(),
                "the challenge itself" => RelyingParty.ChallengeOf(verifier),
                "cut" => verifier[..^1],
                "longer" => verifier + "A",
                _ => verifier.ToUpperInvariant(),
            };
            (string, string)[] form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", app.RedirectUri)];

            var refused = await app.TokenAsync(given is null ? form : form.Append(("code_verifier", given)));

            refused.ExpectError("invalid_grant", "invalid_request");
            (await app.RedeemAsync(code, verifier)).Expect(HttpStatusCode.OK);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://app.example/callback/")]
    [InlineData("https://app.example/callback?")]
    [InlineData("https://evil.example/callback")]
    [InlineData(Target.OwnScheme)]
    public async Task A_code_is_refused_with_another_address(string? uri)
    {
        var verifier = RelyingParty.NewVerifier();
        var code = await target.App.GetCodeAsync(target.Owner.Name, verifier);
        (string, string)[] form = [("grant_type", "authorization_code"), ("code", code), ("code_verifier", verifier)];

        var refused = await target.App.TokenAsync(uri is null ? form : form.Append(("redirect_uri", uri)));

        refused.ExpectError("invalid_grant", "invalid_request");
    }

    [Fact]
    public async Task A_code_is_refused_at_the_other_address_of_the_same_client()
    {
        var verifier = RelyingParty.NewVerifier();
        var code = await target.Phone.GetCodeAsync(target.Owner.Name, verifier);

        (await (target.Phone with { RedirectUri = Target.OwnScheme }).RedeemAsync(code, verifier)).ExpectError("invalid_grant");
    }

    [Fact]
    public async Task A_code_that_another_client_tries_stays_good_for_its_own()
    {
        var verifier = RelyingParty.NewVerifier();
        var code = await target.App.GetCodeAsync(target.Owner.Name, verifier);
        var stranger = await RelyingParty.RegisterAsync(await service.Api.SignUpAsync());

        (await target.Foreign.RedeemAsync(code, verifier)).ExpectError("invalid_grant");
        (await stranger.RedeemAsync(code, verifier)).ExpectError("invalid_grant");
        (await (target.Phone with { RedirectUri = RelyingParty.Callback }).RedeemAsync(code, verifier)).ExpectError("invalid_grant");

        (await target.App.RedeemAsync(code, verifier)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_code_of_another_flow_does_not_fit_the_verifier_of_this_one()
    {
        var (mine, theirs) = (RelyingParty.NewVerifier(), RelyingParty.NewVerifier());
        var victim = await service.Api.AddUserAsync(target.Owner, "user");
        var stolen = await target.App.GetCodeAsync(victim.Name, theirs);
        await target.App.GetCodeAsync(target.Owner.Name, mine);

        (await target.App.RedeemAsync(stolen, mine)).ExpectError("invalid_grant");
    }

    [Fact]
    public async Task A_code_used_twice_ends_what_it_was_exchanged_for()
    {
        var verifier = RelyingParty.NewVerifier();
        var code = await target.App.GetCodeAsync(target.Owner.Name, verifier, "openid offline_access auth.user.read");
        var tokens = (await target.App.RedeemAsync(code, verifier)).Expect(HttpStatusCode.OK);
        (await service.Api.GetAsync("/v1/users", tokens["access_token"])).Expect(HttpStatusCode.OK);

        (await target.App.At(service.OtherApi).RedeemAsync(code, verifier)).ExpectError("invalid_grant");

        (await target.App.RefreshAsync(tokens["refresh_token"])).ExpectError("invalid_grant");
        Assert.False(await target.App.IsActiveAsync(tokens["access_token"]));
        (await service.Api.GetAsync("/v1/users", tokens["access_token"])).ExpectProblem(HttpStatusCode.Unauthorized, "token.revoked");
        (await service.Api.GetAsync("/oauth2/userinfo", tokens["access_token"])).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_code_redeemed_by_many_at_once_gives_at_most_one_answer()
    {
        var verifier = RelyingParty.NewVerifier();
        var code = await target.App.GetCodeAsync(target.Owner.Name, verifier);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(at => target.App.At(at % 2 == 0 ? service.Api : service.OtherApi).RedeemAsync(code, verifier)));

        Assert.InRange(answers.Count(answer => answer.Status == HttpStatusCode.OK), 0, 1);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => answer.ExpectError("invalid_grant"));
    }

    [Fact]
    public async Task A_refresh_token_used_again_later_ends_the_session()
    {
        var first = await target.App.SignInAsync(target.Owner.Name);
        var second = (await target.App.RefreshAsync(first["refresh_token"])).Expect(HttpStatusCode.OK);
        var third = (await target.App.RefreshAsync(second["refresh_token"])).Expect(HttpStatusCode.OK);

        (await target.App.RefreshAsync(first["refresh_token"])).ExpectError("invalid_grant");

        (await target.App.RefreshAsync(third["refresh_token"])).ExpectError("invalid_grant");
        Assert.False(await target.App.IsActiveAsync(third["access_token"]));
    }

    [Fact]
    public async Task A_refresh_token_is_refused_to_another_client_and_stays_good()
    {
        var tokens = await target.App.SignInAsync(target.Owner.Name);
        var stolen = tokens["refresh_token"];

        (await target.Foreign.RefreshAsync(stolen)).ExpectError("invalid_grant");
        (await target.Phone.RefreshAsync(stolen)).ExpectError("invalid_grant");
        (await target.Api.FormAsync("/oauth2/token", ("grant_type", "refresh_token"), ("refresh_token", stolen), ("client_id", "authserve"))).ExpectError("invalid_grant");

        (await target.App.RefreshAsync(stolen)).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("code", "refresh_token")]
    [InlineData("refresh_token", "code")]
    [InlineData("device_code", "code")]
    public async Task A_credential_of_one_kind_is_none_of_another(string parameter, string kind)
    {
        var tokens = await target.App.SignInAsync(target.Owner.Name);
        var verifier = RelyingParty.NewVerifier();
        var credential = kind == "code" ? await target.App.GetCodeAsync(target.Owner.Name, verifier) : tokens[kind];
        var grant = parameter switch { "code" => "authorization_code", "device_code" => "urn:ietf:params:oauth:grant-type:device_code", _ => parameter };

        (await target.App.TokenAsync(("grant_type", grant), (parameter, credential), ("redirect_uri", RelyingParty.Callback), ("code_verifier", verifier)))
            .ExpectError("invalid_grant", "unauthorized_client");
    }

    [Fact]
    public async Task A_pushed_request_is_refused_to_another_client_and_cannot_be_guessed()
    {
        var pushed = (await target.App.PostAsync("/oauth2/par", target.App.AuthorizePath(RelyingParty.NewVerifier()).Fields(withClient: false))).Expect(HttpStatusCode.Created)["request_uri"];
        var browser = target.SignedIn;

        foreach (var (client, uri) in new[] { (target.Foreign.Id, pushed), (target.App.Id, pushed[..^1] + (pushed[^1] == 'A' ? 'Q' : 'A')), (target.App.Id, pushed + "A") })
            (await target.Api.SendAsync(HttpMethod.Get, $"/oauth2/authorize?client_id={client}&request_uri={Uri.EscapeDataString(uri)}", browser)).ExpectErrorPage();
    }
}
