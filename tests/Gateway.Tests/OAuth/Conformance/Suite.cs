using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AuthServe.Gateway.Tests.Tokens;
using Xunit;

namespace AuthServe.Gateway.Tests.OAuth.Conformance;

/// <summary>
/// What the tests of the OpenID Foundation's conformance suite share: somebody who signs in, and an app that is theirs. The trait of a test
/// is the suite's module and, behind a slash, the condition in it; docs/conformance.md lists them all.
/// </summary>
public sealed partial class Suite(Service service) : IAsyncLifetime
{
    /// <summary>The name of the trait.</summary>
    public const string Trait = "Conformance";

    /// <summary>What gateways of tests call themselves.</summary>
    public const string Issuer = "http://localhost:8000";

    /// <summary>Who signs in.</summary>
    public Session Owner { get; private set; } = null!;

    /// <summary>A confidential client that authenticates by HTTP Basic.</summary>
    public RelyingParty App { get; private set; } = null!;

    /// <summary>One plain flow, done once: <c>openid</c>, with state and nonce.</summary>
    public SignedIn Plain { get; private set; } = null!;

    public Api Api => service.Api;

    public async ValueTask InitializeAsync()
    {
        Owner = await service.Api.SignUpAsync();
        App = await RelyingParty.RegisterAsync(Owner);
        Plain = await SignInAsync();
    }

    public ValueTask DisposeAsync() => default;

    public Browser NewBrowser() => new(service.Api.Http);

    /// <summary>Goes through the pages and exchanges the code; parameters given are added to the request.</summary>
    public Task<SignedIn> SignInAsync(string scope = "openid", Browser? browser = null, params IEnumerable<(string Name, string? Value)> parameters) =>
        SignInAsync(App, scope, browser ?? NewBrowser(), parameters);

    /// <summary>The same with another app.</summary>
    public async Task<SignedIn> SignInAsync(
        RelyingParty app, string scope, Browser browser, params IEnumerable<(string Name, string? Value)> parameters)
    {
        var verifier = RelyingParty.NewVerifier();
        var answer = await browser.GoThroughAsync(app.AuthorizePath(verifier, scope, parameters), Owner.Name);
        return await RedeemAsync(app, answer, verifier);
    }

    /// <summary>Exchanges the code that a browser brings.</summary>
    public static async Task<SignedIn> RedeemAsync(RelyingParty app, Browser.Page answer, string verifier)
    {
        Assert.True(answer.Query.ContainsKey("code"), $"No code: {answer.Location}");
        var tokens = (await app.RedeemAsync(answer.Query["code"], verifier)).Expect(HttpStatusCode.OK);
        return new(answer, tokens, verifier);
    }

    /// <summary>Who the user is, by the token of a sign-in.</summary>
    public async Task<Answer> UserInfoAsync(SignedIn signedIn) =>
        (await Api.GetAsync("/oauth2/userinfo", signedIn.Tokens["access_token"])).Expect(HttpStatusCode.OK);

    /// <summary>Expects that the browser was sent back to the app with this error, well formed, and no code.</summary>
    public static void ExpectError(Browser.Page answer, string error, string state = "the-state")
    {
        Assert.StartsWith(RelyingParty.Callback + "?", answer.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal((error, state, Issuer), (answer.Query["error"], answer.Query["state"], answer.Query["iss"]));
        Assert.Empty(answer.Query.Keys.Except(["error", "error_description", "state", "iss"]));
        Assert.Matches(Description(), answer.Query["error_description"]);
    }

    /// <summary>Expects that the person was told, and the browser sent nowhere.</summary>
    public static void ExpectPage(Browser.Page answer, string error)
    {
        Assert.Null(answer.Location);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(error, answer.Html, StringComparison.Ordinal);
    }

    /// <summary>Expects an error of the token endpoint (RFC 6749, section 5.2).</summary>
    public static void ExpectTokenError(Answer answer, string error)
    {
        answer.Expect(HttpStatusCode.BadRequest);
        Assert.Equal("application/json", answer.ContentHeaders.ContentType?.MediaType);
        Assert.Equal(error, answer["error"]);
        Assert.Empty(answer.Json.AsObject().Select(member => member.Key).Except(["error", "error_description"]));
        Assert.Matches(Description(), answer["error_description"]);
    }

    /// <summary>The left half of the hash of a token (OpenID Connect Core 1.0, section 3.1.3.6).</summary>
    public static string HalfHash(string token) => Jwt.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(token)).AsSpan(0, 16));

    // RFC 6749, appendix A.8.
    [GeneratedRegex("\\A[\\x20\\x21\\x23-\\x5B\\x5D-\\x7E]+\\z")]
    private static partial Regex Description();
}

/// <summary>A flow that succeeded.</summary>
/// <param name="Page">Where the browser was sent.</param>
/// <param name="Tokens">The answer of the token endpoint.</param>
/// <param name="Verifier">The PKCE verifier.</param>
public sealed record SignedIn(Browser.Page Page, Answer Tokens, string Verifier)
{
    public Jwt IdToken => Jwt.Read(Tokens["id_token"]);

    /// <summary>A text claim of the ID token.</summary>
    public string? Claim(string name) => (string?)IdToken.Claims[name];

    /// <summary>A time in the ID token.</summary>
    public long Time(string name) => (long)IdToken.Claims[name]!;
}
