using System.Net;
using Xunit;

namespace AuthServe.Gateway.Tests.Invitations;

/// <summary>Invitations over HTTP, with the link read out of the mail.</summary>
public sealed class InvitationTests(Service service)
{
    private readonly string _email = $"{Api.NewName()}@example.com";

    [Fact]
    public async Task Whoever_accepts_is_a_member_with_the_role_and_a_verified_address()
    {
        var owner = await service.Api.SignUpAsync();
        var (token, name) = (await service.InviteAsync(owner, _email), Api.NewName());

        var joined = (await service.OtherApi.AcceptAsync(token, name)).Expect(HttpStatusCode.OK);

        Assert.Equal(owner.OrgId, joined["org_id"]);
        Assert.NotEmpty(joined.Headers.GetValues("AuthServe-Revision"));
        var me = (await (await service.Api.SignInAsync(name)).GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        Assert.Equal(_email, me["primary_email"]);
        Assert.True(me.Json["email_verified"]!.GetValue<bool>());
        Assert.Equal("user", Assert.Single(me.Json["memberships"]![0]!["roles"]!.AsArray())!.GetValue<string>());
        Assert.Empty((await owner.GetAsync("/v1/invitations")).Items);
        (await service.Api.AcceptAsync(token, Api.NewName())).ExpectProblem(HttpStatusCode.Conflict, "invitation.used");
    }

    [Fact]
    public async Task Of_a_hundred_who_accept_at_once_one_becomes_a_member()
    {
        var owner = await service.Api.SignUpAsync();
        var token = await service.InviteAsync(owner, _email);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(number =>
            (number % 2 == 0 ? service.Api : service.OtherApi).AcceptAsync(token, Api.NewName())));

        var winner = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer != winner), answer => Assert.Contains(
            answer.Code, new[] { "invitation.used", "user.email_taken", "sign_in.busy" }));
        var members = (await owner.GetAsync("/v1/users")).Items.Select(user => user["user_id"]!.GetValue<string>());
        Assert.Equal(new[] { owner.UserId, winner["user_id"] }.Order(), members.Order());
    }

    [Fact]
    public async Task Of_a_hundred_accounts_that_accept_at_once_one_joins()
    {
        var owner = await service.Api.SignUpAsync();
        var users = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => service.Api.SignUpAsync()));
        var token = await service.InviteAsync(owner, _email);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(number =>
            users[number % 10].At(number % 2 == 0 ? service.Api : service.OtherApi).PostAsync("/v1/invitations/accept", new { token })));

        var winner = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer != winner), answer => Assert.Equal("invitation.used", answer.Code));
        Assert.Equal(2, (await owner.GetAsync("/v1/users")).Items.Count());
    }

    [Fact]
    public async Task Inviting_an_address_again_renews_its_invitation_and_the_old_link_dies()
    {
        var owner = await service.Api.SignUpAsync();
        var old = await service.InviteAsync(owner, _email);
        var first = Assert.Single((await owner.GetAsync("/v1/invitations")).Items);

        var token = await service.InviteAsync(owner, _email, "admin");

        var renewed = Assert.Single((await owner.GetAsync("/v1/invitations")).Items);
        Assert.Equal((string?)first["invitation_id"], (string?)renewed["invitation_id"]);
        Assert.Equal("admin", (string?)renewed["role"]);
        (await service.Api.AcceptAsync(old, Api.NewName())).ExpectProblem(HttpStatusCode.NotFound, "invitation.not_found");
        (await service.Api.AcceptAsync(token, Api.NewName())).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_link_of_an_invitation_that_is_taken_back_is_good_no_more()
    {
        var owner = await service.Api.SignUpAsync();
        var token = await service.InviteAsync(owner, _email);
        var id = (string?)Assert.Single((await owner.GetAsync("/v1/invitations")).Items)["invitation_id"];
        var stranger = await service.Api.SignUpAsync();
        (await stranger.DeleteAsync($"/v1/invitations/{id}")).ExpectProblem(HttpStatusCode.NotFound, "invitation.not_found");

        (await owner.DeleteAsync($"/v1/invitations/{id}")).Expect(HttpStatusCode.NoContent);

        (await service.Api.AcceptAsync(token, Api.NewName())).ExpectProblem(HttpStatusCode.NotFound, "invitation.not_found");
        (await owner.DeleteAsync($"/v1/invitations/{id}")).ExpectProblem(HttpStatusCode.NotFound, "invitation.not_found");
        Assert.Empty((await owner.GetAsync("/v1/invitations")).Items);
    }

    [Fact]
    public async Task Nobody_invites_with_a_role_beyond_their_own_rights()
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("clerk", "billing.invoice.create");
        var (admin, user) = (await service.Api.AddUserAsync(owner, "admin"), await service.Api.AddUserAsync(owner, "user"));

        (await admin.PostAsync("/v1/invitations", new { email = _email, role = "owner" })).ExpectProblem(HttpStatusCode.Forbidden, "owner.required");
        (await admin.PostAsync("/v1/invitations", new { email = _email, role = "clerk" })).ExpectProblem(HttpStatusCode.Forbidden, "grant.exceeds_own");
        (await admin.PostAsync("/v1/invitations", new { email = _email, role = "none" })).ExpectProblem(HttpStatusCode.NotFound, "role.not_found");
        (await user.PostAsync("/v1/invitations", new { email = _email, role = "user" })).Expect(HttpStatusCode.Forbidden);
        (await owner.PostAsync("/v1/invitations", new { email = $"{admin.Name}@example.com", role = "user" }))
            .ExpectProblem(HttpStatusCode.Conflict, "user.already_member");
    }

    [Fact]
    public async Task An_invitation_is_void_once_its_inviter_may_not_grant_the_role()
    {
        var owner = await service.Api.SignUpAsync();
        var admin = await service.Api.AddUserAsync(owner, "admin");
        var token = await service.InviteAsync(admin, _email, "admin");

        (await owner.DeleteAsync($"/v1/users/{admin.UserId}/roles/admin")).Expect(HttpStatusCode.NoContent);

        (await service.Api.AcceptAsync(token, Api.NewName())).ExpectProblem(HttpStatusCode.Conflict, "invitation.void");
    }

    [Fact]
    public async Task An_invitation_does_not_outlive_the_role_it_was_made_for()
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("clerk", "billing.invoice.read");
        var token = await service.InviteAsync(owner, _email, "clerk");

        (await owner.DeleteAsync("/v1/roles/clerk")).Expect(HttpStatusCode.NoContent);
        await owner.AddRoleAsync("clerk", "billing.invoice.read", "billing.invoice.create");

        (await service.Api.AcceptAsync(token, Api.NewName())).ExpectProblem(HttpStatusCode.Conflict, "invitation.void");
    }

    [Fact]
    public async Task A_new_account_is_not_made_for_an_address_that_has_one()
    {
        var (owner, alice) = (await service.Api.SignUpAsync(), await service.Api.SignUpAsync());
        var token = await service.InviteAsync(owner, $"{alice.Name}@example.com");

        (await service.Api.AcceptAsync(token, Api.NewName())).ExpectProblem(HttpStatusCode.Conflict, "user.email_taken");

        (await alice.PostAsync("/v1/invitations/accept", new { token })).Expect(HttpStatusCode.OK);
        (await alice.PostAsync("/v1/invitations/accept", new { token })).ExpectProblem(HttpStatusCode.Conflict, "invitation.used");
    }

    [Fact]
    public async Task What_is_sent_to_accept_is_judged_before_the_link_is()
    {
        var alice = await service.Api.SignUpAsync();

        var none = (await service.Api.PostAsync("/v1/invitations/accept", new { token = "x" })).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(["password", "username"], none.Json["errors"]!.AsObject().Select(error => error.Key));
        var both = await alice.PostAsync("/v1/invitations/accept", new { token = "x", username = "carol" });
        Assert.Equal("username", Assert.Single(both.Expect(HttpStatusCode.BadRequest).Json["errors"]!.AsObject()).Key);
        (await service.Api.AcceptAsync("x", Api.NewName())).ExpectProblem(HttpStatusCode.NotFound, "invitation.not_found");
        (await service.Api.PostAsync("/v1/invitations/accept", new { token = "x" }, "no token")).ExpectProblem(HttpStatusCode.Unauthorized, "token.invalid");
    }
}
