using System.Net;
using System.Text.Json.Nodes;
using AuthServe.Gateway.Tests.Input;
using Xunit;

namespace AuthServe.Gateway.Tests.Clients;

/// <summary>Clients are registered, read, changed and deleted over HTTP.</summary>
public sealed class ClientTests(Service service, SharedOwner shared) : IClassFixture<SharedOwner>
{
    private Session Owner => shared.Session;

    [Fact]
    public async Task A_client_is_made_of_what_was_asked_for_and_of_defaults()
    {
        var made = await Owner.AddClientAsync(new { name = "Billing", redirect_uris = new[] { ClientRequests.Callback } });

        Assert.Equal($"/v1/clients/{made["client_id"]}", made.Headers.Location?.ToString());
        Assert.True(made.Headers.Contains("AuthServe-Revision"));
        Assert.Equal(43, made["client_secret"].Length);
        Assert.Equal(("Billing", "confidential", "client_secret_basic"), (made["name"], made["type"], made["token_endpoint_auth_method"]));
        Assert.Equal([ClientRequests.Callback], Texts(made, "redirect_uris"));
        Assert.Equal(["authorization_code", "refresh_token"], Texts(made, "grant_types"));
        Assert.Empty(Texts(made, "post_logout_redirect_uris"));
        Assert.Empty(Texts(made, "roles"));
        Assert.Null(made.Json["scopes"]);
        Assert.Null(made.Json["jwks"]);
        Assert.False(made.Json["first_party"]!.GetValue<bool>());
        Assert.Null(Assert.Single(made.Json["secrets"]!.AsArray())!["expires_at"]);
    }

    [Fact]
    public async Task A_client_without_redirect_URIs_acts_for_itself() =>
        Assert.Equal(["client_credentials"], Texts(await Owner.AddClientAsync(), "grant_types"));

    [Fact]
    public async Task A_public_client_has_no_secret()
    {
        var made = await Owner.AddClientAsync(new { name = "App", type = "public", redirect_uris = new[] { "com.example.app:/callback" } });

        Assert.Null(made.Json["client_secret"]);
        Assert.Equal(("public", "none"), (made["type"], made["token_endpoint_auth_method"]));
        Assert.Empty(made.Json["secrets"]!.AsArray());
        (await Owner.PostAsync($"/v1/clients/{made["client_id"]}/secret", null)).ExpectConflict("client.no_secret");
    }

    [Fact]
    public async Task What_is_read_is_what_was_made_but_for_the_secret()
    {
        var made = await Owner.AddClientAsync(new
        {
            name = "Billing",
            redirect_uris = new[] { ClientRequests.Callback, "http://localhost:3000/callback" },
            post_logout_redirect_uris = new[] { "https://billing.example.com/" },
            grant_types = new[] { "authorization_code", "urn:ietf:params:oauth:grant-type:device_code" },
            scopes = new[] { "openid", "billing.invoice.read" },
            first_party = true,
            token_endpoint_auth_method = "client_secret_post",
        });

        var read = (await Owner.At(service.OtherApi).GetAsync($"/v1/clients/{made["client_id"]}")).Expect(HttpStatusCode.OK);

        var expected = made.Json.AsObject();
        expected.Remove("client_secret");
        Assert.Equal(expected.ToJsonString(), read.Json.ToJsonString());
        Assert.Equal(["openid", "billing.invoice.read"], Texts(read, "scopes"));
    }

    [Fact]
    public async Task A_change_leaves_what_it_does_not_name()
    {
        var made = await Owner.AddClientAsync(new { name = "Billing", redirect_uris = new[] { ClientRequests.Callback }, scopes = new[] { "openid" } });
        var path = $"/v1/clients/{made["client_id"]}";

        var changed = (await Owner.PatchAsync(path, new { name = "Renamed", scopes = new[] { "openid", "email" } })).Expect(HttpStatusCode.OK);
        var emptied = await Owner.PatchAsync(path, new { redirect_uris = Array.Empty<string>() });

        Assert.Equal("Renamed", changed["name"]);
        Assert.Equal(["openid", "email"], Texts(changed, "scopes"));
        Assert.Equal([ClientRequests.Callback], Texts(changed, "redirect_uris"));
        Assert.Null(changed.Json["client_secret"]);
        emptied.ExpectInvalid(code: "client.invalid");
        Assert.Equal(changed.Body, (await Owner.GetAsync(path)).Body);
    }

    [Fact]
    public async Task A_deleted_client_is_gone_and_what_it_was_may_nothing()
    {
        var owner = await service.Api.SignUpAsync();
        var client = (await owner.AddClientAsync())["client_id"];
        (await owner.PutAsync($"/v1/clients/{client}/roles/admin")).Expect(HttpStatusCode.NoContent);
        Assert.True(await owner.MayAsync("auth.user.write", client));

        (await owner.DeleteAsync($"/v1/clients/{client}")).Expect(HttpStatusCode.NoContent);

        Assert.False(await owner.At(service.OtherApi).MayAsync("auth.user.write", client));
        (await owner.GetAsync($"/v1/clients/{client}")).ExpectUnknown("client.not_found");
        (await owner.DeleteAsync($"/v1/clients/{client}")).ExpectUnknown("client.not_found");
        Assert.Empty((await owner.GetAsync("/v1/clients")).Items);
    }

    [Fact]
    public async Task Roles_say_what_a_client_may_do_by_itself()
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("clerk", "billing.invoice.create");
        var client = (await owner.AddClientAsync())["client_id"];

        (await owner.PutAsync($"/v1/clients/{client}/roles/clerk")).Expect(HttpStatusCode.NoContent);
        Assert.True(await owner.MayAsync("billing.invoice.create", client));
        Assert.Equal(["clerk"], Texts(await owner.GetAsync($"/v1/clients/{client}"), "roles"));

        (await owner.DeleteAsync($"/v1/clients/{client}/roles/clerk")).Expect(HttpStatusCode.NoContent);
        Assert.False(await owner.At(service.OtherApi).MayAsync("billing.invoice.create", client));
        (await owner.PutAsync($"/v1/clients/{client}/roles/owner")).ExpectConflict("client.no_owner");
        (await owner.PutAsync($"/v1/clients/{client}/roles/nothing")).ExpectUnknown("role.not_found");
    }

    [Fact]
    public async Task A_client_is_no_user()
    {
        var owner = await service.Api.SignUpAsync();
        var client = (await owner.AddClientAsync())["client_id"];
        await owner.PutAsync($"/v1/clients/{client}/roles/user");

        foreach (var path in new[] { "", "/roles", "/permissions" })
            (await owner.GetAsync($"/v1/users/{client}{path}")).ExpectUnknown("user.not_found");
        (await owner.PatchAsync($"/v1/users/{client}", new { display_name = "x" })).ExpectUnknown("user.not_found");
        (await owner.DeleteAsync($"/v1/users/{client}")).ExpectUnknown("user.not_found");
        (await owner.PutAsync($"/v1/users/{client}/roles/owner")).ExpectUnknown("user.not_found");
        (await owner.DeleteAsync($"/v1/users/{client}/roles/user")).ExpectUnknown("user.not_found");
        Assert.Equal([owner.UserId], (await owner.GetAsync("/v1/users")).Items.Select(user => (string)user["user_id"]!));
        Assert.Empty((await owner.GetAsync("/v1/roles/user/users")).Items);
    }

    [Fact]
    public async Task A_user_is_no_client() =>
        (await Owner.GetAsync($"/v1/clients/{Owner.UserId}")).ExpectUnknown("client.not_found");

    [Fact]
    public async Task Pages_and_ends()
    {
        var owner = await service.Api.SignUpAsync();
        foreach (var name in new[] { "a", "b", "c" }) await owner.AddClientAsync(new { name });

        var first = await owner.GetAsync("/v1/clients?limit=2");
        var second = await owner.GetAsync($"/v1/clients?limit=2&cursor={first["next_cursor"]}");

        Assert.Null(second.Json["next_cursor"]);
        Assert.Equal((2, 1), (first.Items.Count(), second.Items.Count()));
        Assert.Equal(["a", "b", "c"], first.Items.Concat(second.Items).Select(item => (string)item["name"]!).Order());
        (await owner.GetAsync("/v1/clients?cursor=YWJj")).ExpectInvalid("cursor");
    }

    [Fact]
    public async Task Only_an_owner_makes_a_client_that_could_be_granted_anything()
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("manager", "auth.client.all", "billing.invoice.read");
        var manager = await service.Api.AddUserAsync(owner, "manager");

        (await manager.PostAsync("/v1/clients", new { name = "Mine" })).ExpectProblem(HttpStatusCode.Forbidden, "grant.exceeds_own");
        await manager.AddClientAsync(new { name = "Mine", scopes = new[] { "openid", "billing.invoice.read" } });
    }

    private static IEnumerable<string> Texts(Answer answer, string member) =>
        answer.Json[member]!.AsArray().Select(text => text!.GetValue<string>());
}
