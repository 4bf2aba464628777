using System.Net;
using AuthServe.Gateway.Tests.Access;
using Xunit;

namespace AuthServe.Gateway.Tests.Conditions;

/// <summary>One state of a resource has one tag, at every gateway; whoever has that state is not sent it again.</summary>
public sealed class EntityTagTests(Service service)
{
    [Fact]
    public async Task Every_resource_has_a_strong_tag_that_changes_with_what_it_says()
    {
        var (owner, bob, paths) = await PrepareAsync();

        foreach (var (path, change) in new (string, Func<Task<Answer>>)[]
        {
            (paths.Role, () => owner.PatchAsync(paths.Role, new { display_name = "Clerk" })),
            (paths.Role, () => owner.DeleteAsync("/v1/permissions/billing.invoice.read")),
            (paths.User, () => owner.PatchAsync(paths.User, new { display_name = "Bob" })),
            (paths.User, () => owner.PutAsync($"{paths.User}/roles/admin")),
            // Neither the member nor the client is changed by it; what they say is.
            (paths.User, () => owner.DeleteAsync("/v1/roles/printer")),
            (paths.Client, () => owner.PatchAsync(paths.Client, new { name = "Printer" })),
            (paths.Client, () => owner.DeleteAsync("/v1/roles/stapler")),
            (paths.Client, () => owner.PostAsync($"{paths.Client}/secret", null)),
        })
        {
            var before = await ReadAsync(owner, path);
            Assert.Equal(before, await ReadAsync(owner.At(service.OtherApi), path));
            Assert.True((await change()).Status is HttpStatusCode.OK or HttpStatusCode.NoContent);
            Assert.NotEqual(before, await ReadAsync(owner, path));
        }
    }

    [Fact]
    public async Task A_write_answers_the_tag_that_a_read_then_has()
    {
        var (owner, _, paths) = await PrepareAsync();

        foreach (var (path, change) in new (string, Func<Task<Answer>>)[]
        {
            (paths.Role, () => owner.PatchAsync(paths.Role, new { display_name = "Clerk" })),
            (paths.Role, () => owner.PatchAsync(paths.Role, new { display_name = "Clerk" })),
            (paths.User, () => owner.PatchAsync(paths.User, new { display_name = "Bob" })),
            (paths.Client, () => owner.PatchAsync(paths.Client, new { name = "Printer" })),
            (paths.Client, () => owner.PostAsync($"{paths.Client}/secret", new { overlap_seconds = 600 })),
            ("/v1/roles/new", () => owner.PostAsync("/v1/roles", new { name = "new", permissions = new[] { "auth.user.read" } })),
            ("/v1/permissions/a.b.c", () => owner.PostAsync("/v1/permissions", new { service = "a", resource = "b", action = "c" })),
        })
        {
            var write = await change();
            Assert.NotNull(write.Tag());
            Assert.Equal(write.Tag(), await ReadAsync(owner, path));
        }
    }

    [Theory]
    [InlineData("{tag}", true)]
    [InlineData("W/{tag}", true)]
    [InlineData("\"other\", {tag}", true)]
    [InlineData("*", true)]
    [InlineData("\"other\"", false)]
    public async Task What_the_caller_has_is_not_sent_again(string header, bool isKnown)
    {
        var (owner, _, paths) = await PrepareAsync();
        foreach (var path in new[] { paths.Role, paths.User, paths.Client, paths.Permission })
        {
            var tag = await ReadAsync(owner, path);

            var answer = await owner.SendAsync(
                HttpMethod.Get, path, null, ("If-None-Match", header.Replace("{tag}", tag, StringComparison.Ordinal)));

            answer.Expect(isKnown ? HttpStatusCode.NotModified : HttpStatusCode.OK);
            Assert.Equal(isKnown, answer.Body.Length == 0);
            Assert.Equal(tag, answer.Tag());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("\"x")]
    [InlineData("*, \"x\"")]
    public async Task What_is_no_list_of_tags_is_a_bad_request(string header)
    {
        var (owner, _, paths) = await PrepareAsync();

        var answer = await owner.SendAsync(HttpMethod.Get, paths.Role, null, ("If-None-Match", header));

        answer.ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        Assert.NotNull(answer.Json["errors"]!["If-None-Match"]);
    }

    private async Task<(Session Owner, Session Bob, (string Role, string User, string Client, string Permission) Paths)> PrepareAsync()
    {
        var owner = await service.Api.SignUpAsync();
        await owner.AddRoleAsync("clerk", "billing.invoice.read", "billing.invoice.create");
        await owner.AddRoleAsync("printer");
        await owner.AddRoleAsync("stapler");
        var bob = await service.Api.AddUserAsync(owner, "printer");
        var client = (await owner.PostAsync("/v1/clients", new { name = "Job" })).Expect(HttpStatusCode.Created)["client_id"];
        (await owner.PutAsync($"/v1/clients/{client}/roles/stapler")).Expect(HttpStatusCode.NoContent);
        return (owner, bob, ("/v1/roles/clerk", $"/v1/users/{bob.UserId}", $"/v1/clients/{client}", "/v1/permissions/billing.invoice.create"));
    }

    private static async Task<string> ReadAsync(Session session, string path)
    {
        var tag = (await session.GetAsync(path)).Expect(HttpStatusCode.OK).Headers.ValueOf("ETag");
        Assert.Matches("^\"[A-Za-z0-9_-]{22}\"$", tag);
        return tag!;
    }
}
