using System.Net;
using AuthServe.Gateway.Tests.Conditions;
using AuthServe.Gateway.Tests.Invitations;
using AuthServe.Gateway.Tests.OAuth;
using Xunit;

namespace AuthServe.Gateway.Tests.Organizations;

public sealed class OrganizationTests(Service service)
{
    [Fact]
    public async Task An_owner_sees_and_changes_it_and_the_log_says_so()
    {
        var owner = await service.Api.SignUpAsync();
        var first = (await owner.GetAsync("/v1/organization")).Expect(HttpStatusCode.OK);
        Assert.Equal(($"Org of {owner.Name}", owner.OrgId, "teams"), (first["name"], first["org_id"], first["type"]));

        var changed = (await owner.PatchAsync("/v1/organization", new { name = "Größe & Söhne", domain = "example.org", mfa_required = true }))
            .Expect(HttpStatusCode.OK);

        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);
        var seen = (await owner.At(service.OtherApi).GetAsync("/v1/organization")).Expect(HttpStatusCode.OK);
        Assert.Equal(changed.Body, seen.Body);
        Assert.Equal(("Größe & Söhne", "example.org", "teams"), (seen["name"], seen["domain"], seen["type"]));
        Assert.True(seen.Json["mfa_required"]!.GetValue<bool>());
        var entry = (await owner.GetAsync("/v1/audit?limit=1")).Items.Single();
        Assert.Equal("organization.update", (string?)entry["command"]);
        Assert.Null((await owner.PatchAsync("/v1/organization", new { domain = "" })).Expect(HttpStatusCode.OK).Json["domain"]);
    }

    [Theory]
    [InlineData("name", "")]
    [InlineData("domain", "no domain")]
    [InlineData("type", "guild")]
    public async Task What_it_cannot_be_is_refused(string member, string value)
    {
        var owner = await service.Api.SignUpAsync();

        var refused = await owner.PatchAsync("/v1/organization", new Dictionary<string, string> { [member] = value });

        refused.ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        Assert.NotNull(refused.Json["errors"]![member]);
    }

    [Fact]
    public async Task Deleting_it_takes_its_own_name()
    {
        var owner = await service.Api.SignUpAsync();

        (await DeleteAsync(owner, new { confirm = $"org of {owner.Name}" })).ExpectProblem(HttpStatusCode.BadRequest, "organization.not_confirmed");
        (await DeleteAsync(owner, new { })).ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");

        (await owner.GetAsync("/v1/organization")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task When_it_is_deleted_everything_is_gone_at_every_gateway_and_nothing_elsewhere()
    {
        var (owner, elsewhere) = (await service.Api.SignUpAsync(), await service.Api.SignUpAsync());
        var member = await service.Api.AddUserAsync(owner, "admin");
        var guest = await service.JoinAsync(elsewhere, owner, "admin");
        var client = await RelyingParty.RegisterAsync(owner, grantTypes: ["client_credentials"]);
        var issued = (await client.TokenAsync(("grant_type", "client_credentials"))).Expect(HttpStatusCode.OK);
        var email = $"{Api.NewName()}@example.com";
        var invitation = await service.InviteAsync(owner, email);

        (await DeleteAsync(owner, new { confirm = $"Org of {owner.Name}" })).Expect(HttpStatusCode.NoContent);

        foreach (var gone in new[] { owner, member, guest })
        {
            (await gone.At(service.OtherApi).GetAsync("/v1/me")).ExpectProblem(HttpStatusCode.Unauthorized, "token.revoked");
            (await gone.GetAsync("/v1/users")).ExpectProblem(HttpStatusCode.Unauthorized, "token.revoked");
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.TokenAsync(("grant_type", "client_credentials"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.OtherApi.GetAsync("/v1/me", issued["access_token"])).Status);
        Assert.Contains(
            (await service.Api.AcceptAsync(invitation, Api.NewName())).Code, new[] { "invitation.not_found", "invitation.void" });
        (await service.Api.PostAsync("/v1/login", new { username = owner.Name, password = Api.Password })).Expect(HttpStatusCode.Unauthorized);

        Assert.Equal(elsewhere.OrgId, (await (await service.Api.SignInAsync(elsewhere.Name)).GetAsync("/v1/me"))["org_id"]);
        Assert.Single((await elsewhere.GetAsync("/v1/me")).Json["memberships"]!.AsArray());
        (await service.Api.PostAsync("/v1/signup", Api.SignUpBody(owner.Name))).Expect(HttpStatusCode.Created);
        (await service.Api.PostAsync("/v1/signup", Api.SignUpBody(member.Name))).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_state_that_somebody_changed_is_neither_overwritten_nor_deleted()
    {
        var owner = await service.Api.SignUpAsync();
        var old = (await owner.GetAsync("/v1/organization")).Headers.ETag!.ToString();
        (await owner.PatchAsync("/v1/organization", new { domain = "example.org" })).Expect(HttpStatusCode.OK);

        foreach (var (method, body) in new (HttpMethod, object)[]
            { (HttpMethod.Patch, new { name = "Other" }), (HttpMethod.Delete, new { confirm = $"Org of {owner.Name}" }) })
        {
            (await owner.SendAsync(method, "/v1/organization", body, ("If-Match", old)))
                .ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition.failed");
        }
    }

    private static Task<Answer> DeleteAsync(Session session, object body) =>
        session.Api.SendAsync(HttpMethod.Delete, "/v1/organization", body, session.Token);
}
