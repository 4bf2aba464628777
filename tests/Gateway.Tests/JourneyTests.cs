using System.Net;
using Xunit;

namespace AuthServe.Gateway.Tests;

/// <summary>What a newcomer does first: the README's journey.</summary>
public sealed class JourneyTests(Service service)
{
    [Fact]
    public async Task From_sign_up_to_a_check_that_refuses_right_after_the_revoke()
    {
        var alice = await service.Api.SignUpAsync();
        var bob = await service.Api.AddUserAsync(alice, "user");
        var atOther = bob.At(service.OtherApi);

        var permission = await alice.PostAsync(
            "/v1/permissions", new { service = "example_service", resource = "billing", action = "read", description = "Read bills" });
        Assert.Equal("example_service.billing.read", permission.Expect(HttpStatusCode.Created)["slug"]);
        (await alice.PostAsync("/v1/roles", new { name = "billing-clerk", display_name = "Billing clerk" })).Expect(HttpStatusCode.Created);
        (await alice.PutAsync("/v1/roles/billing-clerk/permissions/example_service.billing.read")).Expect(HttpStatusCode.NoContent);
        Assert.False(await bob.MayAsync("example_service.billing.read"));

        var granted = (await alice.PutAsync($"/v1/users/{bob.UserId}/roles/billing-clerk")).Expect(HttpStatusCode.NoContent);
        Assert.True(await bob.MayAsync("example_service.billing.read"));
        Assert.True(await atOther.MayAsync("example_service.billing.read"));
        Assert.True(await alice.MayAsync("example_service.billing.read", bob.Name));

        var revoked = (await alice.DeleteAsync($"/v1/users/{bob.UserId}/roles/billing-clerk")).Expect(HttpStatusCode.NoContent);
        Assert.False(await atOther.MayAsync("example_service.billing.read"));
        Assert.False(await bob.MayAsync("example_service.billing.read"));
        Assert.Equal(Revision(granted) + 1, Revision(revoked));
    }

    [Fact]
    public async Task A_revoke_at_one_gateway_holds_at_the_other_while_many_ask()
    {
        var alice = await service.Api.SignUpAsync();
        await alice.AddRoleAsync("clerk", "billing.invoice.create");
        for (var round = 0; round < 20; round++)
        {
            var bob = (await service.Api.AddUserAsync(alice, "clerk")).At(service.OtherApi);
            using var stop = new CancellationTokenSource();
            var (isRevoked, stale, asked) = (false, 0, 0);
            var askers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    var mustRefuse = Volatile.Read(ref isRevoked);
                    if (await bob.MayAsync("billing.invoice.create") && mustRefuse) Interlocked.Increment(ref stale);
                    Interlocked.Increment(ref asked);
                }
            })).ToArray();

            (await alice.DeleteAsync($"/v1/users/{bob.UserId}/roles/clerk")).Expect(HttpStatusCode.NoContent);
            Volatile.Write(ref isRevoked, true);
            var before = Volatile.Read(ref asked);
            while (Volatile.Read(ref asked) < before + 20) await Task.Yield();
            await stop.CancelAsync();
            await Task.WhenAll(askers);
            Assert.Equal(0, stale);
        }
    }

    [Fact]
    public async Task Me_shows_the_account_and_what_it_may_do()
    {
        var alice = await service.Api.SignUpAsync();

        var me = (await alice.GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        Assert.Equal((alice.UserId, alice.Name, $"{alice.Name}@example.com"), (me["user_id"], me["username"], me["primary_email"]));
        var membership = Assert.Single(me.Json["memberships"]!.AsArray())!;
        Assert.Equal((alice.OrgId, "active"), (membership["org_id"]!.GetValue<string>(), membership["status"]!.GetValue<string>()));
        Assert.DoesNotContain("argon2", me.Body, StringComparison.Ordinal);

        var roles = (await alice.GetAsync("/v1/me/roles")).Expect(HttpStatusCode.OK);
        Assert.Equal("owner", Assert.Single(roles.Items)["name"]!.GetValue<string>());

        var permissions = (await alice.GetAsync("/v1/me/permissions")).Expect(HttpStatusCode.OK);
        Assert.Equal(22, permissions.Json["permissions"]!.AsArray().Count);
        Assert.Equal((alice.OrgId, alice.UserId), (permissions["org_id"], permissions["user_id"]));
    }

    [Fact]
    public async Task Lists_go_on_where_they_stopped()
    {
        var alice = await service.Api.SignUpAsync();
        foreach (var number in Enumerable.Range(0, 5)) await alice.AddRoleAsync($"role-{number}");

        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = (await alice.GetAsync($"/v1/roles?limit=3{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}")).Expect(HttpStatusCode.OK);
            seen.AddRange(page.Items.Select(role => role["name"]!.GetValue<string>()));
            cursor = page.Json["next_cursor"]?.GetValue<string>() ?? "";
        }
        while (cursor.Length > 0);

        Assert.Equal(["admin", "owner", "role-0", "role-1", "role-2", "role-3", "role-4", "user"], seen);
    }

    [Fact]
    public async Task Members_are_found_by_prefix_role_and_status()
    {
        var alice = await service.Api.SignUpAsync();
        var bob = await service.Api.AddUserAsync(alice, "admin");
        var carol = await service.Api.AddUserAsync(alice, "user");
        (await alice.PatchAsync($"/v1/users/{carol.UserId}", new { display_name = "Çarol 100%", status = "disabled" })).Expect(HttpStatusCode.OK);

        Assert.Equal([bob.Name], await NamesAsync($"role=admin"));
        Assert.Equal([carol.Name], await NamesAsync($"status=disabled"));
        Assert.Equal([carol.Name], await NamesAsync($"query={Uri.EscapeDataString("çAROL 100%")}"));
        Assert.Equal([], await NamesAsync($"query={Uri.EscapeDataString("%")}"));
        Assert.Equal([], await NamesAsync($"query={Uri.EscapeDataString("_")}"));
        Assert.Equal([bob.Name], await NamesAsync($"query={bob.Name.ToUpperInvariant()}"));
        Assert.Equal([bob.Name], await NamesAsync($"query={bob.Name}@ex"));

        async Task<IEnumerable<string>> NamesAsync(string query) =>
            (await alice.GetAsync("/v1/users?" + query)).Expect(HttpStatusCode.OK).Items.Select(user => user["username"]!.GetValue<string>());
    }

    [Fact]
    public async Task Effective_permissions_say_by_which_roles()
    {
        var alice = await service.Api.SignUpAsync();
        await alice.AddRoleAsync("clerk", "billing.invoice.all", "billing.invoice.create");
        await alice.AddRoleAsync("writer", "billing.invoice.create");
        var bob = await service.Api.AddUserAsync(alice, "clerk", "writer");

        var explained = (await alice.GetAsync($"/v1/users/{bob.UserId}/permissions?explain=true")).Expect(HttpStatusCode.OK);

        var permissions = explained.Json["permissions"]!.AsArray().ToDictionary(
            item => item!["permission"]!.GetValue<string>(), item => item!["via"]!.AsArray().Select(role => role!.GetValue<string>()).ToArray());
        Assert.Equal(["clerk"], permissions["billing.invoice.all"]);
        Assert.Equal(["clerk", "writer"], permissions["billing.invoice.create"]);
    }

    private static long Revision(Answer answer) =>
        long.Parse(answer.Headers.GetValues("AuthServe-Revision").Single(), System.Globalization.CultureInfo.InvariantCulture);
}
