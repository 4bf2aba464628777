using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AuthServe.Gateway.Tests.Access;
using AuthServe.Gateway.Tests.Input;
using Xunit;

namespace AuthServe.Gateway.Tests.Permissions;

/// <summary>Permissions as code, over HTTP.</summary>
public sealed class ManifestTests(Service service)
{
    private const string Import = "/v1/permissions:import";
    private const string Export = "/v1/permissions:export";

    private const string Billing =
        """
        {
          "services": {"billing": {"invoice": {"create": {"description": "Create invoices"}, "read": {}}}},
          "roles": {"billing-clerk": {"display_name": "Billing clerk", "permissions": ["billing.invoice.create", "auth.user.read"]}}
        }
        """;

    private const string Changed =
        """
        {
          "services": {"billing": {"invoice": {"create": {"description": "Create invoices"}, "pay": {}}}},
          "roles": {"billing-clerk": {"display_name": "Billing clerk", "permissions": ["billing.invoice.pay"]}}
        }
        """;

    [Fact]
    public async Task An_import_answers_the_difference_and_its_revision()
    {
        var alice = await service.Api.SignUpAsync();

        var made = (await PutAsync(alice, Billing)).Expect(HttpStatusCode.OK);

        Assert.Equal(("2", "\"2\""), (Revision(made), made.Headers.ETag?.Tag));
        Assert.Equal((2, false, true), ((int)made.Json["revision"]!, (bool)made.Json["dry_run"]!, (bool)made.Json["changed"]!));
        Assert.Equal(["billing.invoice.create", "billing.invoice.read"], made.Json["permissions"]!["added"]!.AsArray().Select(item => (string)item!["slug"]!));
        Assert.Equal("billing-clerk", (string)made.Json["roles"]!["added"]![0]!["name"]!);
        Assert.Equal("Create invoices", (await alice.GetAsync("/v1/permissions/billing.invoice.create")).Expect(HttpStatusCode.OK)["description"]);
        var bob = await service.Api.AddUserAsync(alice, "billing-clerk");
        Assert.True(await bob.MayAsync("billing.invoice.create"));

        var again = (await PutAsync(alice, Billing)).Expect(HttpStatusCode.OK);
        Assert.Equal(("3", false), (Revision(again), (bool)again.Json["changed"]!));
    }

    [Fact]
    public async Task What_was_exported_imports_without_a_difference()
    {
        var alice = await service.Api.SignUpAsync();
        (await PutAsync(alice, Billing)).Expect(HttpStatusCode.OK);

        var exported = (await service.OtherApi.GetAsync(Export, alice.Token)).Expect(HttpStatusCode.OK);
        var again = (await PutAsync(alice, exported.Body, ifMatch: exported.Headers.ETag)).Expect(HttpStatusCode.OK);

        Assert.Equal(["admin", "billing-clerk", "owner", "user"], exported.Json["roles"]!.AsObject().Select(role => role.Key));
        Assert.Equal(["billing"], exported.Json["services"]!.AsObject().Select(found => found.Key));
        Assert.Equal((exported.Headers.ETag, false), (again.Headers.ETag, (bool)again.Json["changed"]!));
    }

    [Fact]
    public async Task A_dry_run_tells_who_gains_and_who_loses_and_holds_until_something_changes()
    {
        var alice = await service.Api.SignUpAsync();
        (await PutAsync(alice, Billing)).Expect(HttpStatusCode.OK);
        var bob = await service.Api.AddUserAsync(alice, "billing-clerk");

        var told = (await PutAsync(alice, Changed, "?dry_run=true")).Expect(HttpStatusCode.OK);

        Assert.True((bool)told.Json["dry_run"]!);
        var rights = told.Json["rights"]!;
        Assert.Equal((1, 1, 1, false), ((int)rights["gaining"]!, (int)rights["losing"]!, (int)rights["group_count"]!, (bool)rights["truncated"]!));
        var group = Assert.Single(rights["groups"]!.AsArray())!;
        Assert.Equal(["billing-clerk"], group["roles"]!.AsArray().Select(role => (string)role!));
        Assert.Equal(["billing.invoice.pay"], group["gained"]!["permissions"]!.AsArray().Select(name => (string)name!));
        Assert.Equal(["auth.user.read", "billing.invoice.create"], group["lost"]!["permissions"]!.AsArray().Select(name => (string)name!));
        Assert.Equal((bob.UserId, bob.Name), ((string)group["first_users"]![0]!["user_id"]!, (string)group["first_users"]![0]!["username"]!));
        Assert.True(await bob.MayAsync("billing.invoice.create"));

        var stale = told.Headers.ETag;
        await service.Api.AddUserAsync(alice, "billing-clerk");
        (await PutAsync(alice, Changed, ifMatch: stale)).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition.failed");
        (await PutAsync(alice, Changed, $"?revision={told.Json["revision"]}")).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition.failed");
        Assert.True(await bob.MayAsync("billing.invoice.create"));

        var fresh = (await PutAsync(alice, Changed, "?dry_run=true")).Expect(HttpStatusCode.OK);
        var done = (await PutAsync(alice, Changed, ifMatch: fresh.Headers.ETag)).Expect(HttpStatusCode.OK);
        foreach (var member in new[] { "permissions", "roles", "rights" })
            Assert.Equal(fresh.Json[member]!.ToJsonString(), done.Json[member]!.ToJsonString());
        Assert.Equal(2, (int)done.Json["rights"]!["losing"]!);
        Assert.False(await bob.MayAsync("billing.invoice.create"));
    }

    [Theory]
    [InlineData("W/\"1\"")]
    [InlineData("\"one\"")]
    [InlineData("\"0\"")]
    [InlineData("\"0\", \"2\"")]
    public async Task A_tag_that_no_answer_had_never_matches(string tag)
    {
        var alice = await service.Api.SignUpAsync();
        using var request = Request(alice, Billing, "");
        request.Headers.TryAddWithoutValidation("If-Match", tag);

        (await service.Api.SendAsync(request)).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition.failed");
    }

    [Fact]
    public async Task Any_revision_matches_a_star_and_two_that_differ_never_match()
    {
        var alice = await service.Api.SignUpAsync();
        (await PutAsync(alice, Billing, "?revision=2", EntityTagHeaderValue.Parse("\"1\""))).ExpectProblem(
            HttpStatusCode.PreconditionFailed, "precondition.failed");
        (await PutAsync(alice, Billing, "?revision=-1")).ExpectInvalid("revision");
        (await PutAsync(alice, Billing, "?dry_run=maybe")).ExpectInvalid("dry_run");

        (await PutAsync(alice, Billing, "?revision=1", EntityTagHeaderValue.Any)).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{}""", "roles", "services")]
    [InlineData("""{"services":{}}""", "roles")]
    [InlineData("""{"services":null,"roles":{}}""", "services")]
    [InlineData("""{"services":{},"roles":{},"users":{}}""", "users")]
    [InlineData("""{"services":{},"roles":{"clerk":{"permissions":[],"name":"clerk"}}}""", "roles.clerk.name")]
    [InlineData("""{"services":{"billing":{"invoice":{"read":{"text":"Read"}}}},"roles":{}}""", "services.billing.invoice.read.text")]
    [InlineData("""{"services":{"billing":{"invoice":{"read":"Read"}}},"roles":{}}""", "services.billing.invoice.read")]
    [InlineData("""{"services":{"billing":{"invoice":{"read":null}}},"roles":{}}""", "services.billing.invoice.read")]
    [InlineData("""{"services":{"billing":["invoice"]},"roles":{}}""", "services.billing")]
    [InlineData("""{"services":{"Billing":{}},"roles":{}}""", "services")]
    [InlineData("""{"services":{"billing":{"in.voice":{}}},"roles":{}}""", "services.billing")]
    [InlineData("""{"services":{"billing":{"invoice":{"":{}}}},"roles":{}}""", "services.billing.invoice")]
    [InlineData("""{"services":{"billing":{"invoice":{"read":{"description":"a\nb"}}}},"roles":{}}""", "services.billing.invoice.read.description")]
    [InlineData("""{"services":{"auth":{"user":{"impersonate":{}}}},"roles":{}}""", "services.auth")]
    [InlineData("""{"services":{},"roles":{"1st":{"permissions":[]}}}""", "roles")]
    [InlineData("""{"services":{},"roles":{"clerk":{}}}""", "roles.clerk.permissions")]
    [InlineData("""{"services":{},"roles":{"clerk":null}}""", "roles.clerk")]
    [InlineData("""{"services":{},"roles":{"clerk":{"display_name":"","permissions":[]}}}""", "roles.clerk.display_name")]
    [InlineData("""{"services":{},"roles":{"clerk":{"permissions":["billing.invoice.read"]}}}""", "roles.clerk.permissions[0]")]
    [InlineData("""{"services":{},"roles":{"clerk":{"permissions":["auth.user.impersonate"]}}}""", "roles.clerk.permissions[0]")]
    [InlineData("""{"services":{},"roles":{"clerk":{"permissions":["auth.user.read","auth.user.read"]}}}""", "roles.clerk.permissions[1]")]
    [InlineData("""{"services":{},"roles":{"clerk":{"permissions":["auth.user"]}}}""", "roles.clerk.permissions[0]")]
    public async Task A_manifest_is_read_strictly(string body, params string[] members)
    {
        var alice = await service.Api.SignUpAsync();

        var answer = await PutAsync(alice, body);

        answer.ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        Assert.Equal(members, answer.Json["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData("""{"services":{"billing":{},"billing":{}},"roles":{}}""")]
    [InlineData("""{"services":{"billing":{"invoice":{"read":{},"read":{}}}},"roles":{}}""")]
    [InlineData("""{"services":{},"roles":{"clerk":{"permissions":[]},"clerk":{"permissions":[]}}}""")]
    [InlineData("""{"services":{},"services":{},"roles":{}}""")]
    public async Task Nothing_is_given_twice(string body)
    {
        var alice = await service.Api.SignUpAsync();

        (await PutAsync(alice, body)).ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
    }

    [Fact]
    public async Task A_manifest_that_is_wrong_everywhere_is_answered_shortly()
    {
        var alice = await service.Api.SignUpAsync();
        var services = new JsonObject(Enumerable.Range(0, 2_000).Select(number => KeyValuePair.Create<string, JsonNode?>($"s{number}", null)));

        var answer = await PutAsync(alice, new JsonObject { ["services"] = services, ["roles"] = new JsonObject() }.ToJsonString());

        answer.ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        Assert.Equal(20, answer.Json["errors"]!.AsObject().Count);
    }

    [Fact]
    public async Task A_manifest_may_be_large_and_has_an_end()
    {
        var alice = await service.Api.SignUpAsync();
        var actions = new JsonObject(Enumerable.Range(0, 10_000).Select(number => KeyValuePair.Create<string, JsonNode?>(
            $"a{number}", new JsonObject { ["description"] = new string('x', 500) })));
        var services = new JsonObject { ["billing"] = new JsonObject { ["invoice"] = actions } };
        var manifest = new JsonObject { ["services"] = services, ["roles"] = new JsonObject() }.ToJsonString();

        var told = (await PutAsync(alice, manifest, "?dry_run=true")).Expect(HttpStatusCode.OK);
        var large = await PutAsync(alice, manifest + new string(' ', 32 * 1024 * 1024));

        Assert.Equal(10_000, told.Json["permissions"]!["added"]!.AsArray().Count);
        large.ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "request.too_large");
    }

    [Theory]
    [InlineData("auth.permission.write")]
    [InlineData("auth.role.write")]
    [InlineData("auth.permission.write auth.role.write auth.role.delete")]
    [InlineData("auth.permission.write auth.role.write auth.permission.delete")]
    public async Task A_token_imports_only_what_its_scope_is_for(string scope)
    {
        var alice = await service.Api.SignUpAsync();
        (await PutAsync(alice, Billing)).Expect(HttpStatusCode.OK);
        var limited = await service.Api.SignInAsync(alice.Name, scope);

        var answer = await PutAsync(limited, """{"services":{},"roles":{}}""", "?dry_run=true");

        answer.ExpectProblem(HttpStatusCode.Forbidden, "permission.required");
    }

    [Fact]
    public async Task Whoever_is_no_owner_imports_within_what_they_hold()
    {
        var alice = await service.Api.SignUpAsync();
        (await PutAsync(alice, Billing)).Expect(HttpStatusCode.OK);
        await alice.AddRoleAsync("deployer", "auth.permission.all", "auth.role.all");
        var bob = await service.Api.AddUserAsync(alice, "deployer");
        var manifest = (await alice.GetAsync(Export)).Expect(HttpStatusCode.OK).Json;

        manifest["roles"]!["deployer"]!["permissions"]!.AsArray().Add("billing.invoice.create");
        (await PutAsync(bob, manifest.ToJsonString())).ExpectProblem(HttpStatusCode.Forbidden, "grant.exceeds_own");

        manifest["roles"]!["deployer"]!["permissions"]!.AsArray().RemoveAt(2);
        manifest["services"]!["billing"]!["invoice"]!["pay"] = new JsonObject();
        (await PutAsync(bob, manifest.ToJsonString())).Expect(HttpStatusCode.OK);
        var carol = await service.Api.AddUserAsync(alice, "user");
        (await PutAsync(carol, Billing)).ExpectProblem(HttpStatusCode.Forbidden, "permission.required");
        (await carol.GetAsync(Export)).ExpectProblem(HttpStatusCode.Forbidden, "permission.required");
    }

    private static string Revision(Answer answer) => answer.Headers.GetValues("AuthServe-Revision").Single();

    private static async Task<Answer> PutAsync(Session session, string body, string query = "", EntityTagHeaderValue? ifMatch = null)
    {
        using var request = Request(session, body, query);
        if (ifMatch is not null) request.Headers.IfMatch.Add(ifMatch);
        return await session.Api.SendAsync(request);
    }

    private static HttpRequestMessage Request(Session session, string body, string query)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, Import + query) { Content = Asking.Body(Encoding.UTF8.GetBytes(body), "application/json") };
        request.Headers.Authorization = new("Bearer", session.Token);
        // A body that is refused for its length is not sent.
        request.Headers.ExpectContinue = true;
        return request;
    }
}
