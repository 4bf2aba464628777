using System.Net;
using System.Text.Json.Nodes;
using Xunit;
using static AuthServe.Gateway.Tests.Access.Asking;

namespace AuthServe.Gateway.Tests.Access;

/// <summary>Asking about oneself needs no permission, about others <c>auth.permission.read</c>: in the scope and live.</summary>
public sealed class AskingAboutOthersTests(Service service)
{
    [Fact]
    public async Task Oneself_needs_no_permission_in_the_scope_and_none_live()
    {
        var owner = await service.Api.SignUpAsync();
        var bob = await service.Api.AddUserAsync(owner);
        var scoped = await service.Api.SignInAsync(owner.Name, "auth.user.read");

        foreach (var form in new[] { bob.UserId, bob.Name, $"{bob.Name}@example.com" })
            (await bob.PostAsync(One, Question(form, "auth.user.read"))).ExpectRefusal("not_granted");

        // A check is about the user, not about the token.
        Assert.True((await scoped.PostAsync(One, Question(owner.Name, "auth.role.write"))).Decision());
    }

    [Fact]
    public async Task Others_need_it_in_the_scope()
    {
        var owner = await service.Api.SignUpAsync();
        var bob = await service.Api.AddUserAsync(owner, "user");
        var without = await service.Api.SignInAsync(owner.Name, "auth.user.all auth.role.all auth.permission.write");
        var with = await service.Api.SignInAsync(owner.Name, "auth.permission.read");
        var covering = await service.Api.SignInAsync(owner.Name, "auth.permission.all");

        var refused = await without.PostAsync(One, Question(bob.UserId, "auth.user.read"));

        refused.ExpectError(HttpStatusCode.Forbidden);
        Assert.Contains("insufficient_scope", refused.Headers.ValueOf("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.True((await with.PostAsync(One, Question(bob.UserId, "auth.user.read"))).Decision());
        Assert.True((await covering.PostAsync(One, Question(bob.UserId, "auth.user.read"))).Decision());
    }

    [Fact]
    public async Task Others_need_it_live()
    {
        var owner = await service.Api.SignUpAsync();
        var admin = await service.Api.AddUserAsync(owner, "admin");
        Assert.True((await admin.PostAsync(One, Question(owner.Name, "auth.user.read"))).Decision());

        (await owner.DeleteAsync($"/v1/users/{admin.UserId}/roles/admin")).Expect(HttpStatusCode.NoContent);

        (await admin.PostAsync(One, Question(owner.Name, "auth.user.read"))).ExpectError(HttpStatusCode.Forbidden);
        (await admin.At(service.OtherApi).PostAsync(One, Question(owner.Name, "auth.user.read"))).ExpectError(HttpStatusCode.Forbidden);
        (await admin.PostAsync(One, Question(admin.Name, "auth.user.read"))).ExpectRefusal("not_granted");
    }

    [Fact]
    public async Task Whoever_may_not_ask_does_not_learn_whether_somebody_exists()
    {
        var (owner, stranger) = (await service.Api.SignUpAsync(), await service.Api.SignUpAsync());
        var bob = await service.Api.AddUserAsync(owner, "user");
        string[] subjects =
        [
            owner.UserId, owner.Name, $"{owner.Name}@example.com", stranger.UserId, stranger.Name, $"{Guid.CreateVersion7()}",
            Api.NewName(), $"{Api.NewName()}@example.com", "no name", "",
        ];

        var answers = await Task.WhenAll(subjects.Select(subject => bob.PostAsync(One, Question(subject, "auth.user.read"))));

        Assert.All(answers, answer => answer.ExpectError(HttpStatusCode.Forbidden));
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
    }

    [Fact]
    public async Task One_question_about_another_among_many_needs_it_for_all()
    {
        var owner = await service.Api.SignUpAsync();
        var bob = await service.Api.AddUserAsync(owner, "user");
        var own = Enumerable.Range(0, 20).Select(number => (JsonNode)Question(number % 2 == 0 ? bob.UserId : bob.Name, "auth.user.read"));
        var mixed = own.Append(Question(owner.UserId, "auth.user.read"));
        var unsaid = own.Append(new JsonObject { ["action"] = Action("read"), ["resource"] = Resource("auth.user") });

        var allowed = await bob.PostAsync(Many, new { evaluations = own });
        var refused = await bob.PostAsync(Many, new { evaluations = mixed });
        var byDefault = await bob.PostAsync(Many, new { subject = User(owner.Name), evaluations = unsaid });

        var answers = allowed.Expect(HttpStatusCode.OK).Json["evaluations"]!.AsArray();
        Assert.All(answers, answer => Assert.True(answer!["decision"]!.GetValue<bool>()));
        refused.ExpectError(HttpStatusCode.Forbidden);
        byDefault.ExpectError(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(One)]
    [InlineData(Many)]
    public async Task Nobody_asks_without_a_token(string path)
    {
        var answer = await service.Api.PostAsync(path, Question($"{Guid.CreateVersion7()}", "auth.user.read"));

        answer.ExpectError(HttpStatusCode.Unauthorized);
        Assert.Equal("Bearer", answer.Headers.ValueOf("WWW-Authenticate"));
    }
}
