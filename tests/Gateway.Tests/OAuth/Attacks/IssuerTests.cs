using System.Net;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Attacks;

/// <summary>Every answer that goes back to a client says whose it is (RFC 9207; RFC 9700, section 4.4), so that a client of several servers cannot be mixed up.</summary>
public sealed class IssuerTests(Target target) : IClassFixture<Target>
{
    public static TheoryData<string, string, string> Refusals => new()
    {
        { "scope", "nonsense", "invalid_scope" },
        { "scope", "billing.invoice.nothing", "invalid_scope" },
        { "request", "x.y.z", "request_not_supported" },
    };

    [Fact]
    public async Task An_answer_with_a_code_names_the_issuer()
    {
        var page = await new Browser(target.Api.Http).GoThroughAsync(target.App.AuthorizePath(RelyingParty.NewVerifier()), target.Owner.Name);

        Assert.True(page.Query.ContainsKey("code"));
        Assert.Equal(await IssuerAsync(), page.Query["iss"]);
        Assert.Equal("the-state", page.Query["state"]);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task An_answer_with_an_error_names_the_issuer(string parameter, string value, string error)
    {
        var page = await target.SignedIn.OpenAsync(target.App.AuthorizePath(RelyingParty.NewVerifier(), parameters: (parameter, value)));

        Assert.Equal((error, await IssuerAsync(), "the-state"), (page.Query["error"], page.Query["iss"], page.Query["state"]));
    }

    [Fact]
    public async Task An_answer_that_nobody_is_signed_in_names_the_issuer()
    {
        var path = target.App.AuthorizePath(RelyingParty.NewVerifier(), parameters: ("prompt", "none"));

        var page = await new Browser(target.Api.Http).OpenAsync(path);

        Assert.Equal(("login_required", await IssuerAsync(), "the-state"), (page.Query["error"], page.Query["iss"], page.Query["state"]));
    }

    [Fact]
    public async Task A_refusal_of_the_user_names_the_issuer()
    {
        var page = await new Browser(target.Api.Http).GoThroughAsync(target.Foreign.AuthorizePath(RelyingParty.NewVerifier()), target.Owner.Name, decision: "deny");

        Assert.Equal(("access_denied", await IssuerAsync()), (page.Query["error"], page.Query["iss"]));
    }

    [Fact]
    public async Task An_answer_by_form_names_the_issuer()
    {
        var path = target.App.AuthorizePath(RelyingParty.NewVerifier(), parameters: ("response_mode", "form_post"));
        var page = await (await target.SignedInAsync()).OpenAsync(path);

        Assert.Equal(RelyingParty.Callback, page.Form.Action);
        Assert.True(page.Form.Fields.ContainsKey("code"));
        Assert.Equal(await IssuerAsync(), page.Form.Fields["iss"]);
    }

    [Fact]
    public async Task The_metadata_promise_it_and_the_tokens_have_the_same_issuer()
    {
        var metadata = (await target.Api.GetAsync("/.well-known/oauth-authorization-server")).Expect(HttpStatusCode.OK);
        var tokens = await target.App.SignInAsync(target.Owner.Name);

        Assert.True((bool)metadata.Json["authorization_response_iss_parameter_supported"]!);
        Assert.Equal(metadata["issuer"], await IssuerAsync());
        Assert.Equal(metadata["issuer"], (string?)Tokens.Jwt.Read(tokens["access_token"]).Claims["iss"]);
        Assert.Equal(metadata["issuer"], (string?)Tokens.Jwt.Read(tokens["id_token"]).Claims["iss"]);
    }

    private async Task<string> IssuerAsync() => (await target.Api.GetAsync("/.well-known/openid-configuration")).Expect(HttpStatusCode.OK)["issuer"];
}
