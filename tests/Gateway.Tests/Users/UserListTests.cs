using System.Net;
using System.Text;
using Xunit;
using static AuthServe.Gateway.Tests.Users.Listing;

namespace AuthServe.Gateway.Tests.Users;

/// <summary>The members of an organization: found by what begins with a text, a page at a time.</summary>
public sealed class UserListTests(Service service)
{
    [Fact]
    public async Task Finds_by_the_beginning_of_every_text_in_any_case_and_by_role_and_status()
    {
        var owner = await service.Api.SignUpAsync();
        var name = Api.NewName();
        var bob = await AddAsync(owner, name, $"x{name}@example.com", $"Ünal {name}", "admin", "user");
        await service.Api.AddUserAsync(owner, "user");

        foreach (var query in (string[])[name, name.ToUpperInvariant(), $"x{name}", $"X{name}@EXAMPLE.", "ü", "ÜNAL " + name[..4], "U\u0308nal"])
            Assert.Equal([bob], await ListAsync(owner, $"query={Uri.EscapeDataString(query)}"));
        foreach (var query in (string[])[name[1..], "unal", "%", "_", $"{name}%", "nobody"])
            Assert.Empty(await ListAsync(owner, $"query={Uri.EscapeDataString(query)}"));

        Assert.Equal([bob], await ListAsync(owner, $"query={name}&role=admin&status=active"));
        Assert.Empty(await ListAsync(owner, $"query={name}&role=owner"));
        Assert.Empty(await ListAsync(owner, $"query={name}&status=disabled"));
        (await owner.PatchAsync($"/v1/users/{bob}", new { status = "disabled" })).Expect(HttpStatusCode.OK);
        Assert.Equal([bob], await ListAsync(owner, "role=admin&status=disabled"));
        Assert.Equal([bob], await ListAsync(owner, $"query=x{name}&status=disabled"));
    }

    [Fact]
    public async Task Pages_go_on_when_the_member_before_them_is_gone()
    {
        var owner = await service.Api.SignUpAsync("a" + Api.NewName());
        var names = new List<string>();
        for (var member = 0; member < 5; member++) names.Add($"m{member}{Api.NewName()}");
        var ids = new List<string>();
        foreach (var name in names) ids.Add(await AddAsync(owner, name, $"{name}@example.com", $"M {name}", "user"));

        var first = (await owner.GetAsync("/v1/users?query=m&limit=2")).Expect(HttpStatusCode.OK);
        (await owner.DeleteAsync($"/v1/users/{ids[1]}")).Expect(HttpStatusCode.NoContent);
        (await owner.DeleteAsync($"/v1/users/{ids[2]}")).Expect(HttpStatusCode.NoContent);
        await AddAsync(owner, $"m0a{Api.NewName()}", $"m0a{Api.NewName()}@example.com", "M", "user");
        var rest = await ListAsync(owner, "query=m", first["next_cursor"]);

        // What came in behind the page is not on later ones; what stayed is, once. M comes as "m ", before every name that goes on.
        Assert.DoesNotContain(ids[0], rest);
        Assert.Equal(ids[3..], rest);
    }

    [Fact]
    public async Task A_cursor_that_was_not_answered_is_refused()
    {
        var owner = await service.Api.SignUpAsync();
        await service.Api.AddUserAsync(owner, "user");
        var valid = (await owner.GetAsync("/v1/users?limit=1"))["next_cursor"];
        var ofRoles = (await owner.GetAsync("/v1/roles?limit=1"))["next_cursor"];
        string[] forged =
        [
            ofRoles, valid[..20], valid[..^1], valid[..^2], valid[1..], $"{valid}A", Swapped(valid), Cursor("abc"), Cursor(owner.UserId),
            Cursor($"{Guid.NewGuid():N}a"), Cursor($"{Guid.NewGuid():N}a\0"), $"{valid}!", "=",
        ];

        foreach (var cursor in forged)
        {
            foreach (var path in (string[])["/v1/users", "/v1/roles/user/users"])
                (await owner.GetAsync($"{path}?cursor={Uri.EscapeDataString(cursor)}")).ExpectProblem(HttpStatusCode.BadRequest, "request.invalid");
        }

        (await owner.GetAsync($"/v1/users?cursor={valid}&query=x")).Expect(HttpStatusCode.OK);
    }

    private static string Swapped(string cursor) => cursor[1] + cursor[..1] + cursor[2..];

    private static string Cursor(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(key)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static async Task<string> AddAsync(Session owner, string username, string email, string displayName, params string[] roles) =>
        (await owner.PostAsync("/v1/users", new { username, primary_email = email, password = Api.Password, display_name = displayName, roles }))
            .Expect(HttpStatusCode.Created)["user_id"];
}
