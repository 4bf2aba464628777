using System.Collections.Immutable;
using AuthServe.GrainInterfaces.Access;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.Grains.Organizations;
using AuthServe.Grains.Projections;
using AuthServe.Grains.Users;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AuthServe.Grains.Tests.Access;

/// <summary>Searches see what assignments are limited to, which nothing can give over HTTP yet.</summary>
public sealed class AccessSearchTests(SharedSilo silo)
{
    private const string Create = "billing.invoice.create";

    private static readonly Slice All = new(null, 100);

    [Fact]
    public async Task A_role_for_one_object_is_found_for_that_object_alone_and_until_it_ends()
    {
        var tenant = await silo.SignUpAsync();
        await tenant.AddRoleAsync("clerk", Create, "billing.payment.read");
        var (bob, carol) = (await tenant.AddAsync(), await tenant.AddAsync());
        var end = silo.Clock.GetUtcNow().AddHours(1);
        await AssignAsync(tenant, bob, (null, "billing.invoice/7"), (null, "billing.invoice/42"), (end, "billing.invoice/43"), (null, "billing.payment/1"));
        await AssignAsync(tenant, carol, (null, null));
        var search = silo.Grain<IAccessSearchGrain>(tenant.Id.Value);

        Assert.Equal(["42", "43", "7"], await ItemsAsync(search.FindObjectsAsync(bob, Create, All)));
        Assert.Equal(["1"], await ItemsAsync(search.FindObjectsAsync(bob, "billing.payment.read", All)));
        Assert.Equal(["*"], await ItemsAsync(search.FindObjectsAsync(carol, Create, All)));
        Assert.Equal(["create"], await ItemsAsync(search.FindActionsAsync(bob, "billing.invoice", "billing.invoice/43", All)));
        Assert.Empty(await ItemsAsync(search.FindActionsAsync(bob, "billing.invoice", null, All)));
        Assert.Equal([bob.ToString(), carol.ToString()], await ItemsAsync(search.FindSubjectsAsync(Create, "billing.invoice/43", All)));
        Assert.Equal([carol.ToString()], await ItemsAsync(search.FindSubjectsAsync(Create, null, All)));
        var page = (await search.FindObjectsAsync(bob, Create, new(null, 2))).Page;
        Assert.Equal(("43", "7"), (page.Next, Assert.Single(await ItemsAsync(search.FindObjectsAsync(bob, Create, new(page.Next, 2))))));

        silo.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal(["42", "7"], await ItemsAsync(search.FindObjectsAsync(bob, Create, All)));
        Assert.Equal([carol.ToString()], await ItemsAsync(search.FindSubjectsAsync(Create, "billing.invoice/43", All)));
    }

    private static async Task<ImmutableArray<string>> ItemsAsync(ValueTask<Found> found) => (await found).Page.Items;

    // What the sequencer does with an entry, as far as a search can tell.
    private async Task AssignAsync(Tenant tenant, UserId user, params (DateTimeOffset? End, string? Resource)[] limits)
    {
        var memberships = silo.Grain<IUserMemberships>(user.Value);
        var (revision, role) = (1_000 + Random.Shared.Next(1_000_000), (await tenant.Organization.GetPolicyAsync())!.Roles.Single(role => role.Role == "clerk"));
        var member = (await memberships.FindAsync(tenant.Id))!;
        var effect = new MemberEffect
        {
            User = user.Value,
            Profile = member.Profile,
            Membership = member.Membership with
            {
                Revision = revision,
                Assignments = [.. limits.Select(limit => new AssignmentState
                {
                    Role = "clerk", Incarnation = role.Incarnation, Resource = limit.Resource, ExpiresAt = limit.End,
                })],
            },
        };
        await memberships.ApplyAsync(tenant.Id, effect, revision, silo.Clock.GetUtcNow());
        await silo.Services.GetRequiredService<IProjections>().WriteAsync(
            tenant.Id.Value, new LogEntry { Revision = revision, Time = silo.Clock.GetUtcNow(), Command = "test", Target = $"{user}", Member = effect });
    }
}
