using System.Text.Json.Nodes;
using AuthServe.RelyingParties.Tests.Browsing;
using AuthServe.RelyingParties.Tests.Programs;
using Xunit;

namespace AuthServe.RelyingParties.Tests.Authlib;

/// <summary>Authlib, with Requests beneath it: what applications in Python sign in with.</summary>
public sealed class AuthlibTests(Service service)
{
    private const string RedirectUri = "http://127.0.0.1:9/authlib";

    [Fact]
    public async Task Signs_in_validates_the_tokens_and_revokes_them()
    {
        var result = await RunAsync("code", new("Authlib"), "openid profile email offline_access " + ClientRegistration.Permission);

        Assert.Equal(service.Owner.UserId, Text(result["identity"], "sub"));
        Assert.Equal(service.Owner.OrgId, Text(result["identity"], "org_id"));
        Assert.Equal(service.Owner.UserId, Text(result["access"], "sub"));
        Assert.Equal("at+jwt", Text(result, "access_type"));
        Assert.Equal(service.Owner.Email, Text(result["userinfo"], "email"));
        Assert.True(result["another_access_token"]!.GetValue<bool>());
        Assert.True(result["active"]!.GetValue<bool>());
        Assert.Equal(200, result["revoked"]!.GetValue<int>());
        Assert.Equal("invalid_grant", Text(result, "refused"));
    }

    [Fact]
    public async Task Calls_the_api_on_its_own_account()
    {
        var registration = new ClientRegistration("Authlib, a service") { GrantTypes = ["client_credentials"], Roles = ["user"] };

        var result = await RunAsync("client-credentials", registration, ClientRegistration.Permission);

        Assert.Equal(ClientRegistration.Permission, Text(result, "scope"));
        Assert.Equal(service.Owner.OrgId, Text(result["access"], "org_id"));
        Assert.Equal(200, result["status"]!.GetValue<int>());
    }

    private static string Text(JsonNode? node, string member) => node![member]!.GetValue<string>();

    private async Task<JsonNode> RunAsync(string flow, ClientRegistration registration, string scope)
    {
        var client = await service.RegisterAsync(registration with { RedirectUris = [RedirectUri] });
        var settings = new JsonObject
        {
            ["issuer"] = service.Issuer,
            ["client_id"] = client.Id,
            ["client_secret"] = client.Secret,
            ["redirect_uri"] = RedirectUri,
            ["scope"] = scope,
        };
        using var visitor = new Visitor(service.Owner);
        var program = Path.Combine(Installed.PythonFolder, "authlib_client.py");
        return await ScriptedClient.RunAsync(Installed.Python, [program, flow], settings, visitor);
    }
}
