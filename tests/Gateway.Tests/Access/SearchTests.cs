using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Xunit;
using static AuthServe.Gateway.Tests.Access.Asking;
using static AuthServe.Gateway.Tests.Access.Searching;

namespace AuthServe.Gateway.Tests.Access;

/// <summary>Searches (AuthZEN, section 8): what is found, and by whom.</summary>
public sealed class SearchTests(Service service, SharedOwner shared) : IClassFixture<SharedOwner>
{
    private const string Create = "billing.invoice.create";

    public static TheoryData<string> Paths => [Subjects, Resources, Actions];

    [Fact]
    public async Task Finds_whoever_holds_it_by_name_or_by_all()
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("clerk", Create);
        await owner.AddRoleAsync("biller", "billing.invoice.all");
        await owner.AddRoleAsync("reader", "billing.invoice.read");
        var (bob, carol) = (await service.Api.AddUserAsync(owner, "clerk", "biller"), await service.Api.AddUserAsync(owner, "biller"));
        var dave = await service.Api.AddUserAsync(owner, "clerk");
        await service.Api.AddUserAsync(owner, "reader");
        (await owner.PatchAsync($"/v1/users/{dave.UserId}", new { status = "disabled" })).Expect(HttpStatusCode.OK);

        foreach (var id in (string[])["*", "42", "", "a\0b"])
            Assert.Equal([bob.UserId, carol.UserId], await owner.FindAsync(Subjects, WhoMay(Create, id)));
        Assert.Equal([bob.UserId, carol.UserId], await owner.FindAsync(Subjects, WhoMay("billing.invoice.not_in_the_catalogue")));
        Assert.Equal(["*"], await owner.FindAsync(Resources, WhatFor(carol.Name, Create)));
        Assert.Equal(["all", "create", "read"], await owner.FindAsync(Actions, WhatMay(carol.UserId, "billing.invoice")));
        Assert.Equal(["all", "create", "read"], await carol.FindAsync(Actions, WhatMay(carol.UserId, "billing.invoice", "42")));
        Assert.Empty(await owner.FindAsync(Resources, WhatFor(dave.UserId, Create)));
        Assert.Empty(await owner.FindAsync(Actions, WhatMay(dave.UserId, "billing.invoice")));
    }

    [Fact]
    public async Task A_client_that_acts_for_itself_is_a_subject_as_in_a_check()
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("clerk", Create);
        var client = (await owner.PostAsync("/v1/clients", new { name = "Billing" })).Expect(HttpStatusCode.Created)["client_id"];
        (await owner.PutAsync($"/v1/clients/{client}/roles/clerk")).Expect(HttpStatusCode.NoContent);

        Assert.True((await owner.PostAsync(One, Question(client, Create))).Decision());
        Assert.Equal([client], await owner.FindAsync(Subjects, WhoMay(Create)));
        Assert.Equal(["create"], await owner.FindAsync(Actions, WhatMay(client, "billing.invoice")));

        (await owner.DeleteAsync($"/v1/clients/{client}")).Expect(HttpStatusCode.NoContent);
        Assert.Empty(await owner.FindAsync(Subjects, WhoMay(Create)));
        Assert.Empty(await owner.FindAsync(Actions, WhatMay(client, "billing.invoice")));
    }

    [Fact]
    public async Task Nobody_is_found_by_a_right_that_was_revoked_before()
    {
        var owner = await service.Api.SignUpAsync();
        var other = owner.At(service.OtherApi);
        var bob = await service.Api.AddUserAsync(owner);
        Func<Task<Answer>>[] revocations =
        [
            () => owner.DeleteAsync($"/v1/users/{bob.UserId}/roles/clerk"),
            () => owner.DeleteAsync($"/v1/roles/clerk/permissions/{Create}"),
            () => owner.DeleteAsync($"/v1/permissions/{Create}"),
            () => owner.DeleteAsync("/v1/roles/clerk"),
            () => owner.PatchAsync($"/v1/users/{bob.UserId}", new { status = "disabled" }),
            () => owner.DeleteAsync($"/v1/users/{bob.UserId}"),
        ];
        foreach (var revoke in revocations)
        {
            (await owner.PatchAsync($"/v1/users/{bob.UserId}", new { status = "active" })).Expect(HttpStatusCode.OK);
            await owner.DeleteAsync("/v1/roles/clerk");
            await owner.AddRoleAsync("clerk", Create);
            (await owner.PutAsync($"/v1/users/{bob.UserId}/roles/clerk")).Expect(HttpStatusCode.NoContent);
            Assert.Equal([bob.UserId], await other.FindAsync(Subjects, WhoMay(Create)));

            var answer = await revoke();

            Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.NoContent, answer.Body);
            Assert.Empty(await other.FindAsync(Subjects, WhoMay(Create)));
            Assert.Empty(await other.FindAsync(Resources, WhatFor(bob.UserId, Create)));
            Assert.Empty(await other.FindAsync(Actions, WhatMay(bob.UserId, "billing.invoice")));
        }
    }

    [Fact]
    public async Task Says_the_revision_it_is_true_for()
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("clerk", Create);
        var write = (await owner.PutAsync($"/v1/users/{owner.UserId}/roles/clerk")).Expect(HttpStatusCode.NoContent);
        var revision = write.Headers.ValueOf("AuthServe-Revision");

        var answer = await owner.PostAsync(Subjects, WhoMay(Create));

        Assert.Equal(
            $$$"""{"page":{"next_token":"","count":1},"context":{"revision":{{{revision}}}},"results":[{"type":"user","id":"{{{owner.UserId}}}"}]}""",
            answer.Expect(HttpStatusCode.OK).Body);
        Assert.Equal("no-store", answer.Headers.ValueOf("Cache-Control"));
    }

    [Fact]
    public async Task Is_as_new_as_the_revision_it_names_or_says_that_there_is_none()
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("clerk", Create);
        var write = (await owner.PutAsync($"/v1/users/{owner.UserId}/roles/clerk")).Expect(HttpStatusCode.NoContent);
        var revision = long.Parse(write.Headers.ValueOf("AuthServe-Revision")!, CultureInfo.InvariantCulture);
        foreach (var path in (string[])[Subjects, Resources, Actions])
        {
            Task<Answer> AskAsync(JsonNode? revision) => owner.At(service.OtherApi)
                .PostAsync(path, With(Example(path, owner.UserId), "context", new JsonObject { ["min_revision"] = revision }));

            Assert.NotEmpty((await AskAsync(revision)).Results(path));
            (await AskAsync(revision + 1)).ExpectError(HttpStatusCode.Conflict);
            foreach (var wrong in (JsonNode?[])["1", -1, 1.5, null, true]) (await AskAsync(wrong)).ExpectError(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task What_is_unknown_has_no_results()
    {
        var stranger = await service.Api.SignUpAsync();
        var me = shared.Session.UserId;
        (string Path, JsonObject Search)[] searches =
        [
            (Subjects, WhoMay("billing.invoice.read")), (Subjects, WhoMay("nothing.read")), (Subjects, WhoMay("auth.user.READ")),
            (Subjects, With(WhoMay("auth.user.read"), "subject", new JsonObject { ["type"] = "client" })),
            (Resources, WhatFor(me, "billing.invoice.read")), (Resources, WhatFor(me, "nothing.read")),
            (Resources, WhatFor($"{Guid.CreateVersion7()}", "auth.user.read")), (Resources, WhatFor("nobody at all", "auth.user.read")),
            (Resources, WhatFor(stranger.UserId, "auth.user.read")), (Resources, WhatFor(stranger.Name, "auth.user.read")),
            (Resources, With(WhatFor(me, "auth.user.read"), "subject", new JsonObject { ["type"] = "client", ["id"] = me })),
            (Actions, WhatMay(me, "billing.invoice")), (Actions, WhatMay(me, "nothing")), (Actions, WhatMay(me, "auth.user.read")),
            (Actions, WhatMay(stranger.UserId, "auth.user")), (Actions, WhatMay("", "auth.user")),
        ];

        foreach (var (path, search) in searches) Assert.Empty(await shared.Session.FindAsync(path, search));
    }

    [Fact]
    public async Task Whoever_may_not_ask_about_others_searches_for_themselves_alone()
    {
        var owner = await service.Api.SignUpAsync();
        var bob = await service.Api.AddUserAsync(owner, "user");
        var scoped = await service.Api.SignInAsync(owner.Name, "auth.user.read");

        foreach (var form in (string[])[bob.UserId, bob.Name, $"{bob.Name}@example.com"])
        {
            Assert.Equal(["*"], await bob.FindAsync(Resources, WhatFor(form, "auth.user.read")));
            Assert.Equal(["read"], await bob.FindAsync(Actions, WhatMay(form, "auth.user")));
        }

        foreach (var asker in (Session[])[bob, scoped])
        {
            (await asker.PostAsync(Subjects, WhoMay("auth.user.read"))).ExpectError(HttpStatusCode.Forbidden);
            foreach (var other in (string[])[asker == bob ? owner.UserId : bob.UserId, Api.NewName(), $"{Guid.CreateVersion7()}"])
            {
                (await asker.PostAsync(Resources, WhatFor(other, "auth.user.read"))).ExpectError(HttpStatusCode.Forbidden);
                (await asker.PostAsync(Actions, WhatMay(other, "auth.user"))).ExpectError(HttpStatusCode.Forbidden);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Nobody_searches_without_a_token(string path)
    {
        var answer = await service.Api.PostAsync(path, Example(path, shared.Session.UserId));

        answer.ExpectError(HttpStatusCode.Unauthorized);
        Assert.Equal("Bearer", answer.Headers.ValueOf("WWW-Authenticate"));
    }

    private static JsonObject With(JsonObject search, string member, JsonObject value)
    {
        search[member] = value;
        return search;
    }
}
