using System.Text.Json.Nodes;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Conformance;

/// <summary>Basic OP: what the scopes of OpenID Connect disclose, and those that are not offered.</summary>
public sealed class ScopeTests(Suite suite) : IClassFixture<Suite>
{
    private static readonly string[] Always = ["aud", "org_id", "roles", "sub"];

    [Fact, Trait(Suite.Trait, "oidcc-scope-profile")]
    public async Task The_scope_profile_discloses_the_name() =>
        await ExpectAsync("openid profile", "openid profile", "name", "preferred_username");

    [Fact, Trait(Suite.Trait, "oidcc-scope-email")]
    public async Task The_scope_email_discloses_the_address_and_that_it_is_not_verified()
    {
        var info = await ExpectAsync("openid email", "email openid", "email", "email_verified");

        Assert.Equal(($"{suite.Owner.Name}@example.com", false), ((string)info["email"]!, (bool)info["email_verified"]!));
    }

    [Fact, Trait(Suite.Trait, "oidcc-scope-address")]
    public async Task The_scope_address_is_ignored() => await ExpectAsync("openid address", "openid");

    [Fact, Trait(Suite.Trait, "oidcc-scope-phone")]
    public async Task The_scope_phone_is_ignored() => await ExpectAsync("openid phone", "openid");

    [Fact, Trait(Suite.Trait, "oidcc-scope-all")]
    public async Task All_scopes_together_give_what_there_is() => await ExpectAsync(
        "openid profile email phone address", "email openid profile", "email", "email_verified", "name", "preferred_username");

    [Fact, Trait(Suite.Trait, "oidcc-scope-all")]
    public async Task A_request_for_nothing_but_scopes_that_are_ignored_is_granted_nothing() => Suite.ExpectError(
        await suite.NewBrowser().GoThroughAsync(suite.App.AuthorizePath(RelyingParty.NewVerifier(), "address phone not/even:a*scope"), suite.Owner.Name),
        "invalid_scope");

    [Fact, Trait(Suite.Trait, "oidcc-alternate-happy-flow")]
    public async Task Neither_the_order_of_scopes_nor_that_of_parameters_matters()
    {
        var verifier = RelyingParty.NewVerifier();
        var path = suite.App.AuthorizePath(verifier, "email openid");
        var at = path.IndexOf('?', StringComparison.Ordinal) + 1;
        var reversed = path[..at] + string.Join('&', path[at..].Split('&').Reverse());

        var signedIn = await Suite.RedeemAsync(suite.App, await suite.NewBrowser().GoThroughAsync(reversed, suite.Owner.Name), verifier);

        Assert.Equal("email openid", signedIn.Tokens["scope"]);
        Assert.Equal($"{suite.Owner.Name}@example.com", (await suite.UserInfoAsync(signedIn))["email"]);
    }

    private async Task<JsonObject> ExpectAsync(string asked, string granted, params string[] claims)
    {
        var signedIn = await suite.SignInAsync(asked);
        var info = (await suite.UserInfoAsync(signedIn)).Json.AsObject();

        Assert.Equal(granted, signedIn.Tokens["scope"]);
        Assert.Equal(Always.Concat(claims).Order(), info.Select(claim => claim.Key).Order());
        Assert.Equal((suite.Owner.UserId, suite.App.Id), ((string?)info["sub"], (string?)info["aud"]));
        return info;
    }
}
