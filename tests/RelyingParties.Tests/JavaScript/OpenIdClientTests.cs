using System.Text.Json.Nodes;
using Xunit;

namespace AuthServe.RelyingParties.Tests.JavaScript;

/// <summary>openid-client: what most web applications on Node sign in with.</summary>
public sealed class OpenIdClientTests(Service service)
{
    private static readonly ClientRegistration Web = new("openid-client") { Authentication = ClientRegistration.SecretInBody };

    [Fact]
    public async Task Signs_in_and_refreshes_until_it_revokes()
    {
        var result = await RunAsync("code", Web);

        Assert.Equal(["login", "password", "decision"], Texts(result["filled"]).Except(["organization"]));
        Assert.Equal(service.Owner.UserId, Text(result["claims"], "sub"));
        Assert.Equal(service.Owner.OrgId, Text(result["claims"], "org_id"));
        Assert.Equal(["owner"], Texts(result["claims"]!["roles"]));
        Assert.Equal(service.Owner.UserId, Text(result["userinfo"], "sub"));
        Assert.Equal(service.Owner.Email, Text(result["userinfo"], "email"));
        Assert.Equal(service.Owner.Login, Text(result["userinfo"], "preferred_username"));
        Assert.Contains(ClientRegistration.Permission, Text(result, "scope").Split(' '));
        Assert.True(result["another_access_token"]!.GetValue<bool>());
        Assert.True(result["introspected"]!["active"]!.GetValue<bool>());
        Assert.Equal(service.Owner.UserId, Text(result["introspected"], "sub"));
        Assert.Equal("invalid_grant", Text(result, "refused"));
        Assert.False(result["introspected_after"]!["active"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Is_spared_sign_in_and_consent_until_the_user_signs_out()
    {
        var result = await RunAsync("logout", Web);

        Assert.Empty(result["filled_again"]!.AsArray());
        Assert.Equal(NodeClient.PostLogoutRedirectUri + "?state=back", Text(result, "came_to"));
        Assert.Equal("login_required", Text(result, "refused"));
    }

    [Fact]
    public async Task Pushes_its_request()
    {
        var result = await RunAsync("par", Web);

        Assert.Equal(["client_id", "request_uri"], Texts(result["parameters"]).Order());
        Assert.Equal(service.Owner.UserId, Text(result["claims"], "sub"));
    }

    [Fact]
    public async Task Signs_an_assertion_instead_of_sending_a_secret()
    {
        var registration = new ClientRegistration("openid-client, signing") { Authentication = ClientRegistration.SignedAssertion };

        var result = await RunAsync("code", registration, key: new());

        Assert.Equal(service.Owner.UserId, Text(result["claims"], "sub"));
        Assert.Equal("invalid_grant", Text(result, "refused"));
    }

    [Fact]
    public async Task Calls_the_api_on_its_own_account()
    {
        var registration = Web with { GrantTypes = ["client_credentials"], Roles = ["user"] };

        var result = await RunAsync("client-credentials", registration, ClientRegistration.Permission);

        Assert.Equal(ClientRegistration.Permission, Text(result, "scope"));
        Assert.Null(result["refresh_token"]);
        Assert.Equal(200, result["status"]!.GetValue<int>());
    }

    [Fact]
    public async Task Signs_in_on_a_device_without_a_keyboard()
    {
        const string grant = "urn:ietf:params:oauth:grant-type:device_code";

        var result = await RunAsync("device", Web with { GrantTypes = [grant, "refresh_token"] });

        Assert.Contains("user_code", Texts(result["filled"]));
        Assert.Contains("decision", Texts(result["filled"]));
        Assert.StartsWith(service.Issuer, Text(result, "complete"), StringComparison.Ordinal);
        Assert.Equal(service.Owner.UserId, Text(result["claims"], "sub"));
    }

    private static string Text(JsonNode? node, string member) => node![member]!.GetValue<string>();

    private static IEnumerable<string> Texts(JsonNode? node) => node!.AsArray().Select(item => item!.GetValue<string>());

    private Task<JsonNode> RunAsync(string flow, ClientRegistration registration, string scope = NodeClient.Scope, ClientKey? key = null) =>
        NodeClient.RunAsync(service, "openid-client.js", flow, registration, scope, key);
}
