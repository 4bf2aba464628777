namespace AuthServe.Permissions.Tests;

public sealed class OrganizationPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Knows_its_roles_in_order()
    {
        var policy = OrganizationPolicy.Create(4, [Role("b"), Role("a_b"), Role("a-b"), Role("ab")]);

        Assert.Equal(4, policy.Revision);
        Assert.Equal(["a-b", "a_b", "ab", "b"], policy.Roles.Select(role => role.Role));
        Assert.True(policy.TryGetRole("ab", out var found));
        Assert.Equal("ab", found.Role);
        Assert.False(policy.TryGetRole("AB", out _));
    }

    [Fact]
    public void Two_roles_cannot_have_one_slug() =>
        Assert.Throws<ArgumentException>(() => OrganizationPolicy.Create(1, [Role("a"), Role("a", "a.b.c")]));

    [Fact]
    public void A_change_shares_every_other_role()
    {
        var before = OrganizationPolicy.Create(1, [Role("a"), Role("b")]);
        var after = before.With(2, Role("b", "a.b.c")).Without(3, "ghost");

        Assert.Same(before.Roles.First(), after.Roles.First());
        Assert.Equal((1, 3), (before.Revision, after.Revision));
        Assert.Equal([0, 0], before.Roles.Select(role => role.Permissions.Count));
        Assert.Equal([0, 1], after.Roles.Select(role => role.Permissions.Count));
    }

    [Fact]
    public void A_change_reaches_what_is_compiled_after_it_and_nothing_before()
    {
        RoleAssignment[] assigned = [new("a", 1, null, null)];
        var asked = PermissionName.Parse("a.b.c");
        var granting = OrganizationPolicy.Create(1, [Role("a", "a.b.c")]);
        var compiled = granting.Compile(assigned);

        Assert.False(granting.With(2, Role("a")).Compile(assigned).Check(asked, null, Now).Allowed);
        Assert.False(granting.Without(2, "a").Compile(assigned).Check(asked, null, Now).Allowed);
        Assert.True(compiled.Check(asked, null, Now).Allowed);
        Assert.True(granting.Compile(assigned).Check(asked, null, Now).Allowed);
    }

    [Fact]
    public void Every_combination_of_ten_roles_is_answered_for_itself()
    {
        var slugs = Enumerable.Range(0, 10).Select(number => $"r{number}").ToArray();
        var policy = OrganizationPolicy.Create(1, slugs.Select(slug => Role(slug, "a.b.c", $"a.b.{slug}")));

        foreach (var combination in Enumerable.Range(1, 1023).Concat(Enumerable.Range(1, 1023)))
        {
            var held = slugs.Where((_, number) => (combination & (1 << number)) != 0).ToArray();
            var effective = policy.Compile(held.Reverse().Select(slug => new RoleAssignment(slug, 1, null, null)));

            Assert.Equal(held, effective.Check(PermissionName.Parse("a.b.c"), null, Now).Via);
            Assert.All(slugs, slug => Assert.Equal(
                held.Contains(slug), effective.Check(PermissionName.Parse($"a.b.{slug}"), null, Now).Allowed));
        }
    }

    [Fact]
    public void Roles_held_together_are_not_mistaken_for_a_role_that_reads_like_them()
    {
        string[] lookalikes = ["a b", "a,b", "ab", "a1:b", "1:a1:b"];
        var policy = OrganizationPolicy.Create(1, [Role("a"), Role("b"), .. lookalikes.Select(slug => Role(slug, "a.b.c"))]);
        Assert.All(lookalikes, slug => Assert.True(Grants(slug)));

        Assert.False(Grants("a", "b"));

        bool Grants(params string[] roles) => policy
            .Compile(roles.Select(role => new RoleAssignment(role, 1, null, null)))
            .Check(PermissionName.Parse("a.b.c"), null, Now).Allowed;
    }

    [Fact]
    public void The_usual_check_allocates_nothing()
    {
        var policy = OrganizationPolicy.Create(1, [Role("a", "a.b.c", "a.c.all"), Role("b", "a.c.d")]);
        var effective = policy.Compile([new("a", 1, null, null), new("b", 1, null, null)]);
        string[] asked = ["a.b.c", "a.c.d", "a.c.e", "a.d.e"];
        Assert.Equal(3, asked.Count(text => Asks(effective, text)));

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var text in asked) Asks(effective, text);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static bool Asks(EffectivePermissions effective, string text) =>
        PermissionName.TryParse(text, out var name) && effective.Check(name, "b/1", Now).Allowed;

    private static RolePolicy Role(string slug, params string[] permissions) => new(slug, 1, Sets.Of(permissions));
}
