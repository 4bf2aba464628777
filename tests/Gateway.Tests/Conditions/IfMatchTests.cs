using System.Net;
using Xunit;

namespace AuthServe.Gateway.Tests.Conditions;

/// <summary>A write is made to the state that its caller names, or not at all.</summary>
public sealed class IfMatchTests(Service service)
{
    private static readonly Dictionary<string, Write> Writes = new(StringComparer.Ordinal)
    {
        ["change a role"] = new("/v1/roles/clerk", HttpMethod.Patch, "", new { display_name = "New" }),
        ["delete a role"] = new("/v1/roles/clerk", HttpMethod.Delete),
        ["attach a permission"] = new("/v1/roles/clerk", HttpMethod.Put, "/permissions/auth.user.read"),
        ["detach a permission"] = new("/v1/roles/clerk", HttpMethod.Delete, "/permissions/billing.invoice.create"),
        ["change a member"] = new("/v1/users/{user}", HttpMethod.Patch, "", new { display_name = "New" }),
        ["remove a member"] = new("/v1/users/{user}", HttpMethod.Delete),
        ["assign a role"] = new("/v1/users/{user}", HttpMethod.Put, "/roles/admin"),
        ["unassign a role"] = new("/v1/users/{user}", HttpMethod.Delete, "/roles/clerk"),
        ["change a client"] = new("/v1/clients/{client}", HttpMethod.Patch, "", new { name = "New" }),
        ["delete a client"] = new("/v1/clients/{client}", HttpMethod.Delete),
        ["rotate a secret"] = new("/v1/clients/{client}", HttpMethod.Post, "/secret"),
        ["assign a role to a client"] = new("/v1/clients/{client}", HttpMethod.Put, "/roles/admin"),
        ["unassign a role from a client"] = new("/v1/clients/{client}", HttpMethod.Delete, "/roles/clerk"),
        ["delete a permission"] = new("/v1/permissions/billing.invoice.create", HttpMethod.Delete),
    };

    public static TheoryData<string> Names => [.. Writes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_write_is_refused_in_another_state_and_made_in_the_one_it_names(string name)
    {
        var (owner, write) = (await service.Api.SignUpAsync(), Writes[name]);
        var path = await PrepareAsync(owner, write.Resource);
        var tag = (await owner.GetAsync(path)).Expect(HttpStatusCode.OK).Tag()!;
        var revision = await RevisionAsync(owner);

        foreach (var header in new[] { "\"other\"", "W/" + tag, "\"\"" })
            (await write.SendAsync(owner, path, header)).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition.failed");
        Assert.Equal(revision, await RevisionAsync(owner));

        Assert.InRange((int)(await write.SendAsync(owner, path, $"\"other\", {tag}")).Status, 200, 204);
        Assert.Equal(revision + 1, await RevisionAsync(owner));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_star_asks_only_that_it_is_there(string name)
    {
        var (owner, write) = (await service.Api.SignUpAsync(), Writes[name]);
        var path = await PrepareAsync(owner, write.Resource);

        var nowhere = path[..path.LastIndexOf('/')] + (path.StartsWith("/v1/permissions", StringComparison.Ordinal) ? "/no.such.one" : "/nothing");
        (await write.SendAsync(owner, nowhere, "*")).Expect(HttpStatusCode.NotFound);

        Assert.InRange((int)(await write.SendAsync(owner, path, "*")).Status, 200, 204);
    }

    [Fact]
    public async Task Of_many_writers_who_saw_the_same_one_wins()
    {
        var owner = await service.Api.SignUpAsync();
        var path = await PrepareAsync(owner, "/v1/roles/clerk");
        var tag = (await owner.GetAsync(path)).Tag()!;
        Session[] gateways = [owner, owner.At(service.OtherApi)];

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => gateways[number % 2].SendAsync(
            HttpMethod.Patch, path, new { display_name = $"Clerk {number}" }, ("If-Match", tag))));

        var winner = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(15, answers.Count(answer => answer.Status == HttpStatusCode.PreconditionFailed));
        Assert.Equal(winner["display_name"], (await owner.GetAsync(path))["display_name"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("\"x")]
    [InlineData("\"x\" \"y\"")]
    [InlineData("*, \"x\"")]
    [InlineData("**")]
    public async Task What_is_no_list_of_tags_is_a_bad_request(string header)
    {
        var owner = await service.Api.SignUpAsync();
        var path = await PrepareAsync(owner, "/v1/roles/clerk");

        var answer = await owner.SendAsync(HttpMethod.Patch, path, new { display_name = "New" }, ("If-Match", header));

        answer.ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        Assert.NotNull(answer.Json["errors"]!["If-Match"]);
    }

    [Theory]
    [InlineData("POST", "/v1/roles")]
    [InlineData("DELETE", "/v1/me/sessions")]
    [InlineData("DELETE", "/v1/users/{user}/sessions")]
    public async Task What_has_no_tag_is_not_changed_under_a_condition_on_one(string method, string path)
    {
        var owner = await service.Api.SignUpAsync();
        path = path.Replace("{user}", owner.UserId, StringComparison.Ordinal);
        object? body = method == "POST" ? new { name = "clerk" } : null;

        (await owner.SendAsync(new(method), path, body, ("If-Match", "\"x\""))).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition.failed");

        (await owner.GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        (await owner.GetAsync("/v1/roles/clerk")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Whoever_may_not_write_learns_nothing_of_the_state()
    {
        var owner = await service.Api.SignUpAsync();
        var path = await PrepareAsync(owner, "/v1/roles/clerk");
        var bob = await service.Api.AddUserAsync(owner, "user");

        (await bob.SendAsync(HttpMethod.Patch, path, new { display_name = "New" }, ("If-Match", "\"x\"")))
            .ExpectProblem(HttpStatusCode.Forbidden, "permission.required");
    }

    private static async Task<string> PrepareAsync(Session owner, string resource)
    {
        await owner.AddRoleAsync("clerk", "billing.invoice.create");
        if (resource.Contains("{user}", StringComparison.Ordinal))
            return resource.Replace("{user}", (await owner.Api.AddUserAsync(owner, "clerk")).UserId, StringComparison.Ordinal);
        if (!resource.Contains("{client}", StringComparison.Ordinal)) return resource;
        var client = (await owner.PostAsync("/v1/clients", new { name = "Job" })).Expect(HttpStatusCode.Created)["client_id"];
        (await owner.PutAsync($"/v1/clients/{client}/roles/clerk")).Expect(HttpStatusCode.NoContent);
        return resource.Replace("{client}", client, StringComparison.Ordinal);
    }

    private static async Task<long> RevisionAsync(Session owner) =>
        (await owner.GetAsync("/v1/me/permissions")).Expect(HttpStatusCode.OK).Json["revision"]!.GetValue<long>();

    private sealed record Write(string Resource, HttpMethod Method, string Below = "", object? Body = null)
    {
        public Task<Answer> SendAsync(Session session, string path, string ifMatch) =>
            session.SendAsync(Method, path + Below, Body, ("If-Match", ifMatch));
    }
}
