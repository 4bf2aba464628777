using System.Net;
using Xunit;
using static AuthServe.Gateway.Tests.Access.Asking;

namespace AuthServe.Gateway.Tests.Access;

/// <summary>One question (AuthZEN, section 6): what is answered, and to whom.</summary>
public sealed class EvaluationTests(Service service, SharedOwner shared) : IClassFixture<SharedOwner>
{
    private const string Create = "billing.invoice.create";

    [Theory]
    [InlineData("*")]
    [InlineData("42")]
    [InlineData("")]
    [InlineData("Ünusual / id")]
    public async Task Allows_by_the_roles_that_grant_it_as_of_a_revision(string id)
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("clerk", Create);
        await owner.AddRoleAsync("biller", "billing.invoice.all");
        var bob = await service.Api.AddUserAsync(owner, "clerk", "user");
        var write = (await owner.PutAsync($"/v1/users/{bob.UserId}/roles/biller")).Expect(HttpStatusCode.NoContent);

        var answer = await bob.PostAsync(One, Question(bob.UserId, Create, id));

        Assert.True(answer.Decision());
        Assert.Equal(
            $$$"""{"decision":true,"context":{"revision":{{{write.Headers.ValueOf("AuthServe-Revision")}}},"via":["biller","clerk"]}}""",
            answer.Body);
        Assert.Equal("no-store", answer.Headers.ValueOf("Cache-Control"));
    }

    [Fact]
    public async Task Refuses_what_no_role_grants()
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("clerk", Create);
        var bob = await service.Api.AddUserAsync(owner);
        var write = (await owner.PutAsync($"/v1/users/{bob.UserId}/roles/clerk")).Expect(HttpStatusCode.NoContent);
        var revision = write.Headers.ValueOf("AuthServe-Revision");

        var answer = await bob.PostAsync(One, Question(bob.UserId, "billing.invoice.delete"));

        answer.ExpectRefusal("not_granted");
        Assert.Equal($$$"""{"decision":false,"context":{"revision":{{{revision}}},"reason":"not_granted"}}""", answer.Body);
    }

    [Theory]
    [InlineData("auth.user", "")]
    [InlineData("auth.user", "READ")]
    [InlineData("auth.user", "user.read")]
    [InlineData("auth", "user.read")]
    [InlineData("auth.user.read", "read")]
    [InlineData("AUTH.USER", "read")]
    [InlineData("invoice", "read")]
    [InlineData("", "read")]
    [InlineData("auth.user ", "read")]
    [InlineData("auth.user\0", "read")]
    public async Task What_names_no_permission_is_granted_to_nobody(string type, string action)
    {
        var body = Question(shared.Session.UserId, "auth.user.read");
        (body["resource"]!["type"], body["action"]!["name"]) = (type, action);

        (await shared.Session.PostAsync(One, body)).ExpectRefusal("not_granted");
    }

    [Fact]
    public async Task Refuses_a_disabled_and_a_removed_member_whatever_they_were_granted()
    {
        var owner = await service.Api.SignUpAsync();
        var (bob, carol) = (await service.Api.AddUserAsync(owner, "user"), await service.Api.AddUserAsync(owner, "user"));
        Assert.True((await owner.PostAsync(One, Question(bob.Name, "auth.user.read"))).Decision());

        (await owner.PatchAsync($"/v1/users/{bob.UserId}", new { status = "disabled" })).Expect(HttpStatusCode.OK);
        (await owner.DeleteAsync($"/v1/users/{carol.UserId}")).Expect(HttpStatusCode.NoContent);

        (await owner.PostAsync(One, Question(bob.UserId, "auth.user.read"))).ExpectRefusal("disabled");
        (await owner.PostAsync(One, Question(bob.Name, "auth.user.read"))).ExpectRefusal("disabled");
        (await owner.PostAsync(One, Question(carol.UserId, "auth.user.read"))).ExpectRefusal("not_member");
        (await owner.PostAsync(One, Question(carol.Name, "auth.user.read"))).ExpectRefusal("not_member");
    }

    [Fact]
    public async Task A_subject_is_a_user_id_a_user_name_or_an_address_in_any_case()
    {
        var owner = await service.Api.SignUpAsync();
        var bob = await service.Api.AddUserAsync(owner, "user");
        string[] forms = [bob.UserId, bob.Name, $"{bob.Name}@example.com", bob.Name.ToUpperInvariant(), $"{bob.Name}@EXAMPLE.com"];

        foreach (var asker in new[] { owner, bob })
        {
            var answers = await Task.WhenAll(forms.Select(form => asker.PostAsync(One, Question(form, "auth.user.read"))));
            Assert.All(answers, answer => Assert.True(answer.Decision()));
            Assert.Single(answers.Select(answer => answer.Body).Distinct());
        }
    }

    [Theory]
    [InlineData("client")]
    [InlineData("User")]
    [InlineData("")]
    public async Task A_subject_that_is_no_user_is_nobody(string type)
    {
        var body = Question(shared.Session.UserId, "auth.user.read");
        body["subject"]!["type"] = type;

        (await shared.Session.PostAsync(One, body)).ExpectRefusal("not_member");
    }

    [Fact]
    public async Task Somebody_of_another_organization_is_answered_as_nobody()
    {
        var stranger = await service.Api.SignUpAsync();
        string[] theirs = [stranger.UserId, stranger.Name, $"{stranger.Name}@example.com"];
        string[] nobodys =
        [
            $"{Guid.CreateVersion7()}", $"{Guid.Empty}", Api.NewName(), $"{Api.NewName()}@example.com", "no name", "",
            new string('a', 5_000),
        ];

        var answers = await Task.WhenAll(theirs.Concat(nobodys)
            .Select(subject => shared.Session.PostAsync(One, Question(subject, "auth.user.read"))));

        Assert.All(answers, answer => answer.ExpectRefusal("not_member"));
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
    }

    [Fact]
    public async Task Unknown_members_are_ignored_wherever_they_are()
    {
        const string Extra = """{"deep":[1,{"subject":null}],"e":1e400,"null":null}""";
        var body =
            $$"""
            {"x":{{Extra}},"subject":{"x":{{Extra}},"type":"user","properties":{{Extra}},"id":"{{shared.Session.UserId}}"},
             "action":{"name":"read","properties":{{Extra}}},"resource":{"type":"auth.user","id":"1","properties":{{Extra}}},
             "context":{{Extra}},"evaluations":7,"options":"not read here"}
            """;

        Assert.True((await shared.Session.PostAsync(One, Body(body))).Decision());
    }
}
