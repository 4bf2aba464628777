using System.Net;
using AuthServe.Gateway.Tests.OAuth;
using AuthServe.Gateway.Tests.OAuth.Attacks;
using AuthServe.Gateway.Tests.Tokens;
using Xunit;

namespace AuthServe.Gateway.Tests.Clients;

/// <summary>Both gateways have the client in memory, and one changes it: the other one answers by the change at once.</summary>
public sealed class ClientCopyTests(Service service)
{
    private const string Permission = "billing.invoice.create";

    [Fact]
    public async Task A_secret_that_was_replaced_gets_no_token()
    {
        var (owner, app) = await KnownEverywhereAsync();

        var rotated = (await owner.PostAsync($"/v1/clients/{app.Id}/secret", new { overlap_seconds = 0 })).Expect(HttpStatusCode.OK);

        (await GetTokenAsync(app.At(service.OtherApi))).ExpectError("invalid_client");
        (await GetTokenAsync(app.At(service.OtherApi) with { Secret = rotated["client_secret"] })).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_deleted_client_gets_no_token_and_may_not_introspect()
    {
        var (owner, app) = await KnownEverywhereAsync();
        var token = (await GetTokenAsync(app))["access_token"];

        (await owner.DeleteAsync($"/v1/clients/{app.Id}")).Expect(HttpStatusCode.NoContent);

        (await GetTokenAsync(app.At(service.OtherApi))).ExpectError("invalid_client");
        (await app.At(service.OtherApi).IntrospectAsync(token)).ExpectError("invalid_client");
    }

    [Fact]
    public async Task A_grant_type_that_was_taken_is_refused()
    {
        var (owner, app) = await KnownEverywhereAsync();

        (await owner.PatchAsync($"/v1/clients/{app.Id}", new { grant_types = new[] { "refresh_token" } })).Expect(HttpStatusCode.OK);

        (await GetTokenAsync(app.At(service.OtherApi))).ExpectError("unauthorized_client");
    }

    [Fact]
    public async Task A_role_that_was_taken_is_in_no_new_token()
    {
        var (owner, app) = await KnownEverywhereAsync();
        Assert.Equal(Permission, await GetScopeAsync(app.At(service.OtherApi)));

        (await owner.DeleteAsync($"/v1/clients/{app.Id}/roles/clerk")).Expect(HttpStatusCode.NoContent);
        Assert.Null(await GetScopeAsync(app.At(service.OtherApi)));

        (await owner.PutAsync($"/v1/clients/{app.Id}/roles/clerk")).Expect(HttpStatusCode.NoContent);
        Assert.Equal(Permission, await GetScopeAsync(app.At(service.OtherApi)));
        (await owner.DeleteAsync($"/v1/roles/clerk/permissions/{Permission}")).Expect(HttpStatusCode.NoContent);
        Assert.Null(await GetScopeAsync(app.At(service.OtherApi)));
    }

    [Fact]
    public async Task A_users_token_is_refused_when_the_client_it_was_given_to_is_deleted()
    {
        var owner = await service.Api.SignUpAsync();
        var app = await RelyingParty.RegisterAsync(owner);
        var token = (await app.SignInAsync(owner.Name, "auth.user.read"))["access_token"];
        foreach (var api in (Api[])[service.Api, service.OtherApi]) (await api.GetAsync("/v1/users", token)).Expect(HttpStatusCode.OK);

        (await owner.DeleteAsync($"/v1/clients/{app.Id}")).Expect(HttpStatusCode.NoContent);

        (await service.OtherApi.GetAsync("/v1/users", token)).ExpectProblem(HttpStatusCode.Unauthorized, "token.revoked");
    }

    private async Task<(Session Owner, RelyingParty App)> KnownEverywhereAsync()
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("clerk", Permission);
        var app = await RelyingParty.RegisterAsync(owner, grantTypes: ["client_credentials", "refresh_token"]);
        (await owner.PutAsync($"/v1/clients/{app.Id}/roles/clerk")).Expect(HttpStatusCode.NoContent);
        foreach (var api in (Api[])[service.Api, service.OtherApi]) (await GetTokenAsync(app.At(api))).Expect(HttpStatusCode.OK);
        return (owner, app);
    }

    private static async Task<string?> GetScopeAsync(RelyingParty app) => (string?)(await GetTokenAsync(app)).Expect(HttpStatusCode.OK).Json["scope"];

    private static Task<Answer> GetTokenAsync(RelyingParty app) => app.TokenAsync(("grant_type", "client_credentials"));
}
