using System.Text.Json.Nodes;
using AuthServe.Gateway.Tests.Input;
using Xunit;

namespace AuthServe.Gateway.Tests.Clients;

/// <summary>What is wrong with a client is named; the table of redirect URIs is the grains' (<c>RedirectUriTests</c>).</summary>
public sealed class ClientInputTests(SharedOwner shared) : IClassFixture<SharedOwner>
{
    private const string Callback = "https://billing.example.com/callback";

    [Theory]
    [InlineData("http://billing.example.com/callback")]
    [InlineData("https://billing.example.com/#fragment")]
    [InlineData("https://*.example.com/callback")]
    [InlineData("https://user@billing.example.com/callback")]
    [InlineData("https://billing.example.com/a/../b")]
    [InlineData("https://billing.example.com\\@evil.example/")]
    [InlineData("https://billing.example.com/\tcallback")]
    [InlineData("com.example.app:/callback")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("vbscript:x")]
    [InlineData("/callback")]
    [InlineData("")]
    public async Task A_redirect_URI_that_is_not_allowed_is_named_with_what_is(string uri)
    {
        foreach (var member in new[] { "redirect_uris", "post_logout_redirect_uris" })
        {
            var answer = await PostAsync(new JsonObject { ["name"] = "Billing", [member] = new JsonArray(uri) });

            answer.ExpectInvalid(member + "[0]");
            Assert.Contains("https://", answer.Json["errors"]![member + "[0]"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_client_has_so_many_redirect_URIs_and_scopes_and_no_more()
    {
        (await PostAsync(Body(("redirect_uris", Many(50, number => $"{Callback}/{number}"))))).Expect(System.Net.HttpStatusCode.Created);
        (await PostAsync(Body(("redirect_uris", Many(51, number => $"{Callback}/{number}"))))).ExpectInvalid("redirect_uris");
        (await PostAsync(Body(("post_logout_redirect_uris", Many(51, number => $"{Callback}/{number}"))))).ExpectInvalid("post_logout_redirect_uris");
        (await PostAsync(Body(("scopes", Many(100, number => $"billing.r{number}.read"))))).Expect(System.Net.HttpStatusCode.Created);
        (await PostAsync(Body(("scopes", Many(101, number => $"billing.r{number}.read"))))).ExpectInvalid("scopes");
    }

    [Theory]
    [InlineData("type", "\"private\"", "type")]
    [InlineData("token_endpoint_auth_method", "\"client_secret_jwt\"", "token_endpoint_auth_method")]
    [InlineData("token_endpoint_auth_method", "\"none\"", "token_endpoint_auth_method")]
    [InlineData("token_endpoint_auth_method", "\"private_key_jwt\"", "jwks")]
    [InlineData("grant_types", "[]", "grant_types")]
    [InlineData("grant_types", "[\"password\"]", "grant_types[0]")]
    [InlineData("grant_types", "[\"implicit\"]", "grant_types[0]")]
    [InlineData("grant_types", "[null]", "grant_types[0]")]
    [InlineData("grant_types", "[\"authorization_code\"]", "redirect_uris")]
    [InlineData("scopes", "[\"invoices\"]", "scopes[0]")]
    [InlineData("scopes", "[\"openid email\"]", "scopes[0]")]
    [InlineData("scopes", "[\"address\"]", "scopes[0]")]
    [InlineData("scopes", "[null]", "scopes[0]")]
    [InlineData("jwks", "[]", "jwks")]
    [InlineData("jwks", "{}", "jwks.keys")]
    [InlineData("client_secret", "\"chosen by me\"", "client_secret")]
    [InlineData("client_id", "\"019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b\"", "client_id")]
    public async Task A_member_that_is_not_allowed_is_named(string member, string json, string blamed) =>
        (await PostAsync(Body((member, JsonNode.Parse(json))))).ExpectInvalid(blamed);

    [Theory]
    [InlineData("grant_types", "[\"client_credentials\"]", "grant_types")]
    [InlineData("grant_types", "[\"urn:ietf:params:oauth:grant-type:token-exchange\"]", "grant_types")]
    [InlineData("token_endpoint_auth_method", "\"client_secret_basic\"", "token_endpoint_auth_method")]
    [InlineData("redirect_uris", "[]", "redirect_uris")]
    public async Task A_public_client_does_nothing_that_takes_a_secret(string member, string json, string blamed) => (await PostAsync(
        Body(("type", "public"), ("redirect_uris", new JsonArray(Callback)), (member, JsonNode.Parse(json))))).ExpectInvalid(blamed);

    [Fact]
    public async Task Whether_a_client_is_public_cannot_be_changed()
    {
        var client = (await shared.Session.AddClientAsync())["client_id"];

        (await shared.Session.PatchAsync($"/v1/clients/{client}", new { type = "public" })).ExpectInvalid("type");
    }

    private Task<Answer> PostAsync(JsonObject body) => shared.Session.PostAsync("/v1/clients", body);

    private static JsonObject Body(params (string Member, JsonNode? Value)[] members)
    {
        var body = new JsonObject { ["name"] = "Billing" };
        foreach (var (member, value) in members) body[member] = value;
        return body;
    }

    private static JsonArray Many(int count, Func<int, string> make) => [.. Enumerable.Range(0, count).Select(number => (JsonNode?)make(number))];
}
