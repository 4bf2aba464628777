using System.Net;
using AuthServe.Gateway.Tests.Invitations;
using Xunit;

namespace AuthServe.Gateway.Tests.Memberships;

/// <summary>One account in several organizations.</summary>
public sealed class MembershipTests(Service service)
{
    [Fact]
    public async Task Switching_takes_no_password_and_the_token_says_where_one_acts()
    {
        var (alice, owner) = (await service.Api.SignUpAsync(), await service.Api.SignUpAsync());

        var there = await service.JoinAsync(alice, owner);

        Assert.Equal(owner.OrgId, (await there.GetAsync("/v1/me"))["org_id"]);
        Assert.Equal(alice.OrgId, (await alice.GetAsync("/v1/me"))["org_id"]);
        Assert.Equal(2, (await there.GetAsync("/v1/me")).Json["memberships"]!.AsArray().Count);
        (await there.PostAsync("/v1/roles", new { name = "clerk" })).ExpectProblem(HttpStatusCode.Forbidden, "permission.required");
        (await alice.PostAsync("/v1/me/sessions", new { organization = (await service.Api.SignUpAsync()).OrgId }))
            .ExpectProblem(HttpStatusCode.Forbidden, "organization.not_member");
    }

    [Fact]
    public async Task Signing_in_goes_to_the_organization_last_used()
    {
        var (alice, owner) = (await service.Api.SignUpAsync(), await service.Api.SignUpAsync());
        await service.JoinAsync(alice, owner);

        Assert.Equal(owner.OrgId, (await (await service.Api.SignInAsync(alice.Name)).GetAsync("/v1/me"))["org_id"]);
        var back = await service.Api.PostAsync("/v1/login", new { username = alice.Name, password = Api.Password, organization = alice.OrgId });
        back.Expect(HttpStatusCode.OK);
        Assert.Equal(alice.OrgId, (await (await service.Api.SignInAsync(alice.Name)).GetAsync("/v1/me"))["org_id"]);
    }

    [Fact]
    public async Task Whoever_is_disabled_or_removed_in_one_organization_is_untouched_in_the_others()
    {
        var (alice, owner) = (await service.Api.SignUpAsync(), await service.Api.SignUpAsync());
        var there = await service.JoinAsync(alice, owner);

        (await owner.PatchAsync($"/v1/users/{alice.UserId}", new { status = "disabled" })).Expect(HttpStatusCode.OK);
        (await there.GetAsync("/v1/me")).Expect(HttpStatusCode.Unauthorized);
        (await alice.GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        (await alice.PostAsync("/v1/me/sessions", new { organization = owner.OrgId })).ExpectProblem(HttpStatusCode.Forbidden, "organization.not_member");

        (await owner.DeleteAsync($"/v1/users/{alice.UserId}")).Expect(HttpStatusCode.NoContent);
        var me = (await alice.GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        Assert.Equal(alice.OrgId, Assert.Single(me.Json["memberships"]!.AsArray())!["org_id"]!.GetValue<string>());
        Assert.True(await alice.MayAsync("auth.user.write"));
    }

    [Fact]
    public async Task A_profile_is_the_users_own_and_every_organization_shows_it()
    {
        var (alice, owner) = (await service.Api.SignUpAsync(), await service.Api.SignUpAsync());
        await service.JoinAsync(alice, owner);

        (await alice.PatchAsync("/v1/me", new { display_name = "Alice" })).Expect(HttpStatusCode.OK);
        Assert.Equal("Alice", await NameInAsync(owner, alice.UserId));
        Assert.Equal("Alice", await NameInAsync(alice, alice.UserId));

        (await owner.PatchAsync($"/v1/users/{alice.UserId}", new { display_name = "Alice of Sales" })).Expect(HttpStatusCode.OK);
        Assert.Equal("Alice of Sales", await NameInAsync(owner, alice.UserId));
        Assert.Equal("Alice", await NameInAsync(alice, alice.UserId));
        Assert.Equal("Alice", (await alice.GetAsync("/v1/me"))["display_name"]);
    }

    [Fact]
    public async Task Whoever_leaves_is_gone_there_at_once_and_the_last_owner_stays()
    {
        var (alice, owner) = (await service.Api.SignUpAsync(), await service.Api.SignUpAsync());
        var there = await service.JoinAsync(alice, owner);

        (await alice.DeleteAsync($"/v1/me/memberships/{owner.OrgId}")).Expect(HttpStatusCode.NoContent);
        (await there.GetAsync("/v1/me")).Expect(HttpStatusCode.Unauthorized);
        (await alice.DeleteAsync($"/v1/me/memberships/{owner.OrgId}")).ExpectProblem(HttpStatusCode.NotFound, "organization.not_found");
        (await alice.DeleteAsync($"/v1/me/memberships/{alice.OrgId}")).ExpectProblem(HttpStatusCode.Conflict, "organization.last_owner");
    }

    [Fact]
    public async Task The_names_of_an_account_are_free_once_it_has_gone_with_its_last_membership()
    {
        var owner = await service.Api.SignUpAsync();
        var (token, name) = (await service.InviteAsync(owner, $"{Api.NewName()}@example.com"), Api.NewName());
        var joined = (await service.Api.AcceptAsync(token, name)).Expect(HttpStatusCode.OK);

        (await owner.DeleteAsync($"/v1/users/{joined["user_id"]}")).Expect(HttpStatusCode.NoContent);

        (await service.Api.PostAsync("/v1/login", new { username = name, password = Api.Password })).Expect(HttpStatusCode.Unauthorized);
        (await service.Api.PostAsync("/v1/signup", Api.SignUpBody(name))).Expect(HttpStatusCode.Created);
    }

    private static async Task<string?> NameInAsync(Session session, string user) =>
        (string?)(await session.GetAsync("/v1/users")).Items.Single(item => (string?)item["user_id"] == user)["display_name"];
}
