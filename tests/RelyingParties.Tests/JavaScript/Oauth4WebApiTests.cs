using System.Text.Json.Nodes;
using Xunit;

namespace AuthServe.RelyingParties.Tests.JavaScript;

/// <summary>oauth4webapi: the strictest of the clients, the one that others are built on.</summary>
public sealed class Oauth4WebApiTests(Service service)
{
    private static readonly ClientRegistration Web = new("oauth4webapi");

    [Fact]
    public async Task Finds_every_answer_valid() => Check(await RunAsync("code", Web));

    [Fact]
    public async Task Finds_every_answer_valid_when_it_signs_an_assertion() =>
        Check(await RunAsync("code", Web with { Authentication = ClientRegistration.SignedAssertion }, key: new()));

    [Fact]
    public async Task Is_told_by_the_issuer_that_the_user_declined()
    {
        var result = await RunAsync("deny", Web);

        Assert.Equal("access_denied", Text(result, "error"));
        Assert.Equal(service.Issuer, Text(result, "iss"));
    }

    [Fact]
    public async Task Is_promised_the_issuer_in_every_answer()
    {
        var result = await RunAsync("mix-up", Web);

        Assert.True(result["promised"]!.GetValue<bool>());
        Assert.Contains("\"iss\"", Text(result, "refused"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sees_that_its_own_token_is_revoked()
    {
        var registration = Web with { GrantTypes = ["client_credentials"], Roles = ["user"] };

        var result = await RunAsync("client-credentials", registration, ClientRegistration.Permission);

        Assert.Equal(ClientRegistration.Permission, Text(result, "scope"));
        Assert.True(result["active"]!.GetValue<bool>());
        Assert.False(result["active_after_revocation"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Signs_assertions_of_no_other_type_than_assertions_have()
    {
        var registration = Web with
        {
            Authentication = ClientRegistration.SignedAssertion,
            GrantTypes = ["client_credentials"],
            Roles = ["user"],
        };

        var statuses = await RunAsync("assertion-types", registration, ClientRegistration.Permission, new());

        Assert.Equal(200, statuses["JWT"]!.GetValue<int>());
        Assert.Equal(200, statuses["client-authentication+jwt"]!.GetValue<int>());
        Assert.Equal(401, statuses["at+jwt"]!.GetValue<int>());
    }

    private static string Text(JsonNode? node, string member) => node![member]!.GetValue<string>();

    private void Check(JsonNode result)
    {
        Assert.Equal(service.Issuer, Text(result, "iss"));
        Assert.Equal(service.Owner.UserId, Text(result["claims"], "sub"));
        Assert.Equal(service.Owner.UserId, Text(result["userinfo"], "sub"));
        Assert.Equal(service.Owner.UserId, Text(result["access_token"], "sub"));
        Assert.Equal(service.Owner.OrgId, Text(result["access_token"], "org_id"));
        Assert.Contains(ClientRegistration.Permission, Text(result["refreshed"], "scope").Split(' '));
        Assert.Equal("openid", Text(result["refreshed"], "narrowed_to"));
    }

    private Task<JsonNode> RunAsync(string flow, ClientRegistration registration, string scope = NodeClient.Scope, ClientKey? key = null) =>
        NodeClient.RunAsync(service, "oauth4webapi.js", flow, registration, scope, key);
}
