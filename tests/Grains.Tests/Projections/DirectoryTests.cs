using AuthServe.GrainInterfaces.Users;
using Xunit;

namespace AuthServe.Grains.Tests.Projections;

/// <summary>Lists of members come from a table that follows the organization's log.</summary>
public sealed class DirectoryTests(SharedSilo silo)
{
    [Fact]
    public async Task Pages_by_user_name_and_ends()
    {
        var tenant = await silo.SignUpAsync();
        foreach (var _ in Enumerable.Range(0, 6)) await tenant.AddAsync("user");

        var first = await tenant.Members.ListMembersAsync(new(null, null, null), null, 4);
        var second = await tenant.Members.ListMembersAsync(new(null, null, null), first.Next, 4);

        Assert.Equal((4, 3, true), (first.Items.Length, second.Items.Length, second.Next is null));
        var names = first.Items.Concat(second.Items).Select(member => member.Username).ToArray();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Distinct(names);
    }

    [Fact]
    public async Task Filters_by_every_property_and_all_at_once()
    {
        var tenant = await silo.SignUpAsync();
        var bob = await tenant.AddAsync("admin", "user");
        await tenant.Members.UpdateMemberAsync(tenant.AsOwner, bob, new("Bob 100%_!", false));
        await tenant.AddAsync("user");

        Assert.Equal([bob], await FindAsync(tenant, new(null, "admin", null)));
        Assert.Equal([bob], await FindAsync(tenant, new(null, null, false)));
        Assert.Equal([bob], await FindAsync(tenant, new("bob 100%_!", null, null)));
        Assert.Equal([bob], await FindAsync(tenant, new("BOB", "admin", false)));
        Assert.Empty(await FindAsync(tenant, new("%", null, null)));
        Assert.Empty(await FindAsync(tenant, new("bob", "owner", null)));
    }

    private static async Task<IEnumerable<GrainInterfaces.Accounts.UserId>> FindAsync(Tenant tenant, MemberFilter filter) =>
        (await tenant.Members.ListMembersAsync(filter, null, 10)).Items.Select(member => member.User);
}
