using System.Net;
using Xunit;

namespace AuthServe.Gateway.Tests.Users;

public sealed class AddUserTests(Service service)
{
    private readonly string _name = Api.NewName();

    private string Email => $"{_name}@example.com";

    [Fact]
    public async Task A_user_without_a_password_is_sent_a_link_that_sets_it()
    {
        var owner = await service.Api.SignUpAsync();

        var added = (await owner.PostAsync("/v1/users", new { username = _name, primary_email = Email, roles = new[] { "admin" } }))
            .Expect(HttpStatusCode.Created);

        (await LoginAsync("")).Expect(HttpStatusCode.BadRequest);
        (await LoginAsync(Api.Password)).ExpectProblem(HttpStatusCode.Unauthorized, "credentials.invalid");
        var mail = await service.Silo.Mail.ReceiveAsync(Email, "reset-password", TestContext.Current.CancellationToken);
        Assert.Equal($"Your account for Org of {owner.Name}", mail.Subject);
        (await service.OtherApi.PostAsync("/v1/password-resets/confirm", new { token = mail.Token, new_password = Api.Password }))
            .Expect(HttpStatusCode.NoContent);
        var me = (await (await service.Api.SignInAsync(_name)).GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        Assert.Equal((added["user_id"], Email), (me["user_id"], me["primary_email"]));
        Assert.True(me.Json["email_verified"]!.GetValue<bool>());
        (await service.Api.PostAsync("/v1/password-resets/confirm", new { token = mail.Token, new_password = "tin roof rusted over" }))
            .ExpectProblem(HttpStatusCode.BadRequest, "link.invalid");
    }

    [Fact]
    public async Task A_user_who_is_removed_before_they_set_it_is_let_in_by_no_link()
    {
        var owner = await service.Api.SignUpAsync();
        var added = (await owner.PostAsync("/v1/users", new { username = _name, primary_email = Email })).Expect(HttpStatusCode.Created);
        var mail = await service.Silo.Mail.ReceiveAsync(Email, "reset-password", TestContext.Current.CancellationToken);

        (await owner.DeleteAsync($"/v1/users/{added["user_id"]}")).Expect(HttpStatusCode.NoContent);

        (await service.Api.PostAsync("/v1/password-resets/confirm", new { token = mail.Token, new_password = Api.Password }))
            .ExpectProblem(HttpStatusCode.BadRequest, "link.invalid");
        (await LoginAsync(Api.Password)).ExpectProblem(HttpStatusCode.Unauthorized, "credentials.invalid");
    }

    private Task<Answer> LoginAsync(string password) => service.Api.PostAsync("/v1/login", new { username = _name, password });
}
