using System.Net;
using AuthServe.Gateway.Tests.Access;
using Xunit;

namespace AuthServe.Gateway.Tests.Input;

/// <summary>What exists is not made again, however it is spelled.</summary>
public sealed class TakenTests(Service service, SharedOwner shared) : IClassFixture<SharedOwner>
{
    [Fact]
    public async Task A_user_name_is_one_name_in_every_spelling()
    {
        var owner = await service.Api.SignUpAsync();
        foreach (var spelling in Spellings(owner.Name))
        {
            var other = $"{Api.NewName()}@example.com";
            (await SignUpAsync(spelling, other)).ExpectConflict("user.username_taken");
            (await AddAsync(spelling, other)).ExpectConflict("user.username_taken");
        }
    }

    [Fact]
    public async Task An_address_is_one_address_in_every_spelling()
    {
        var owner = await service.Api.SignUpAsync();
        foreach (var spelling in Spellings($"{owner.Name}@example.com"))
        {
            (await SignUpAsync(Api.NewName(), spelling)).ExpectConflict("user.email_taken");
            (await AddAsync(Api.NewName(), spelling)).ExpectConflict("user.email_taken");
        }
    }

    [Fact]
    public async Task A_name_is_stored_and_signs_in_in_its_normal_form()
    {
        var name = Api.NewName();
        (await SignUpAsync(FullWidth(name.ToUpperInvariant()), $"{name}@Example.COM")).Expect(HttpStatusCode.Created);

        foreach (var spelling in Spellings(name))
        {
            var me = await (await service.Api.SignInAsync(spelling)).GetAsync("/v1/me");
            Assert.Equal((name, $"{name}@example.com"), (me["username"], me["primary_email"]));
        }
    }

    [Fact]
    public async Task A_refused_sign_up_leaves_the_other_name_free()
    {
        var (owner, name) = (await service.Api.SignUpAsync(), Api.NewName());
        (await SignUpAsync(name, $"{owner.Name}@example.com")).ExpectConflict("user.email_taken");
        (await SignUpAsync(owner.Name, $"{name}@example.com")).ExpectConflict("user.username_taken");

        (await SignUpAsync(name, $"{name}@example.com")).Expect(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("owner")]
    [InlineData("admin")]
    [InlineData("user")]
    [InlineData("clerk")]
    public async Task A_role_is_made_once(string role)
    {
        await shared.Session.PostAsync("/v1/roles", new { name = "clerk" });

        (await shared.Session.PostAsync("/v1/roles", new { name = role })).ExpectConflict("role.exists");
    }

    [Fact]
    public async Task A_permission_is_made_once()
    {
        var permission = new { service = "billing", resource = "r" + Api.NewName(), action = "read" };

        (await shared.Session.PostAsync("/v1/permissions", permission)).Expect(HttpStatusCode.Created);
        (await shared.Session.PostAsync("/v1/permissions", permission)).ExpectConflict("permission.exists");
        (await shared.Session.PostAsync("/v1/permissions", new { service = "auth", resource = "user", action = "read" }))
            .ExpectConflict("permission.exists");
    }

    [Fact]
    public async Task The_service_of_system_permissions_is_reserved()
    {
        var answer = await shared.Session.PostAsync("/v1/permissions", new { service = "auth", resource = "user", action = "impersonate" });

        Assert.InRange((int)answer.Status, 400, 409);
        Assert.Equal("permission.reserved", answer.Code);
    }

    [Fact]
    public async Task A_role_carries_only_what_the_catalogue_has()
    {
        (await shared.Session.PostAsync("/v1/roles", new { name = "r" + Api.NewName(), permissions = new[] { "billing.nothing.read" } }))
            .ExpectUnknown("permission.not_found");
        (await shared.Session.PutAsync("/v1/roles/user/permissions/billing.nothing.read")).ExpectUnknown("permission.not_found");
        (await AddAsync(Api.NewName(), $"{Api.NewName()}@example.com", "nothing")).ExpectUnknown("role.not_found");
    }

    private Task<Answer> SignUpAsync(string username, string email) => service.Api.PostAsync("/v1/signup", Api.SignUpBody(username, email));

    private Task<Answer> AddAsync(string username, string email, string role = "user") =>
        shared.Session.PostAsync("/v1/users", new { username, primary_email = email, password = Api.Password, roles = new[] { role } });

    private static string[] Spellings(string name) => [name, name.ToUpperInvariant(), FullWidth(name), FullWidth(name.ToUpperInvariant())];

    // The compatibility forms that East Asian fonts have of ASCII.
    private static string FullWidth(string text) =>
        string.Concat(text.Select(character => character is > ' ' and <= '~' ? (char)(character + 0xfee0) : character));
}
