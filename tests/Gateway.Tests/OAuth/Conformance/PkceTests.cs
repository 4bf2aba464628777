using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Conformance;

/// <summary>Basic OP: proof key for code exchange (RFC 7636), which AuthServe asks of every client (RFC 9700, section 2.1.1).</summary>
public sealed class PkceTests(Suite suite) : IClassFixture<Suite>
{
    private const string Module = "oidcc-ensure-request-with-valid-pkce-succeeds";

    [Fact, Trait(Suite.Trait, Module)]
    public async Task A_code_is_exchanged_with_the_verifier_of_its_challenge()
    {
        var verifier = RelyingParty.NewVerifier();
        var code = await suite.App.GetCodeAsync(suite.Owner.Name, verifier);

        Suite.ExpectTokenError(await suite.App.RedeemAsync(code, RelyingParty.NewVerifier()), "invalid_grant");
        Assert.NotEmpty((await suite.App.RedeemAsync(code, verifier))["id_token"]);
    }

    [Fact, Trait(Suite.Trait, Module)]
    public async Task A_request_without_a_challenge_is_refused() => Suite.ExpectPage(
        await suite.NewBrowser().OpenAsync(suite.App.AuthorizePath("", parameters: [("code_challenge", null), ("code_challenge_method", null)])),
        "invalid_request");

    [Fact, Trait(Suite.Trait, Module)]
    public async Task A_challenge_that_is_the_verifier_itself_is_refused() => Suite.ExpectPage(
        await suite.NewBrowser().OpenAsync(suite.App.AuthorizePath(RelyingParty.NewVerifier(), parameters: ("code_challenge_method", "plain"))),
        "invalid_request");
}
