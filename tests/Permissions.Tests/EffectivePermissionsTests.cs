namespace AuthServe.Permissions.Tests;

public sealed class EffectivePermissionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly OrganizationPolicy Policy = OrganizationPolicy.Create(9,
    [
        new RolePolicy("clerk", 3, Sets.Of("billing.invoice.create", "billing.invoice.read")),
        new RolePolicy("accountant", 5, Sets.Of("billing.invoice.all")),
        new RolePolicy("reader", 7, Sets.Of("billing.invoice.read")),
    ]);

    [Fact]
    public void Grants_what_a_role_carries_and_nothing_else()
    {
        var effective = Policy.Compile([Whole("clerk", 3)]);

        AssertGranted(effective, "billing.invoice.create", null, "clerk");
        AssertRefused(effective, "billing.invoice.delete", null);
        AssertRefused(effective, "billing.invoice.all", null);
    }

    [Fact]
    public void Names_every_role_that_grants_it_by_name_or_by_all()
    {
        var effective = Policy.Compile([Whole("reader", 7), Whole("clerk", 3), Whole("accountant", 5), Whole("clerk", 3)]);

        AssertGranted(effective, "billing.invoice.read", "invoice/1", "accountant", "clerk", "reader");
        AssertGranted(effective, "billing.invoice.delete", null, "accountant");
    }

    [Fact]
    public void An_assignment_of_an_earlier_incarnation_grants_nothing()
    {
        AssertRefused(Policy.Compile([Whole("clerk", 2)]), "billing.invoice.read", null);
        AssertRefused(Policy.Compile([Whole("clerk", 4)]), "billing.invoice.read", null);
        AssertRefused(Policy.Compile([Whole("ghost", 3)]), "billing.invoice.read", null);
    }

    [Fact]
    public void An_assignment_limited_to_an_object_grants_for_that_object_only()
    {
        var effective = Policy.Compile([new RoleAssignment("clerk", 3, "invoice/1", null), Whole("reader", 7)]);

        AssertGranted(effective, "billing.invoice.create", "invoice/1", "clerk");
        AssertGranted(effective, "billing.invoice.read", "invoice/1", "clerk", "reader");
        AssertGranted(effective, "billing.invoice.read", "invoice/10", "reader");
        AssertRefused(effective, "billing.invoice.create", "invoice/10");
        AssertRefused(effective, "billing.invoice.create", "Invoice/1");
        AssertRefused(effective, "billing.invoice.create", null);
    }

    [Fact]
    public void An_assignment_grants_strictly_before_it_expires()
    {
        var effective = Policy.Compile([new RoleAssignment("clerk", 3, null, Now)]);
        var clerk = PermissionName.Parse("billing.invoice.create");

        Assert.True(effective.Check(clerk, null, Now.AddTicks(-1)).Allowed);
        Assert.False(effective.Check(clerk, null, Now).Allowed);
        Assert.False(effective.Check(clerk, null, Now.AddTicks(1)).Allowed);
    }

    [Fact]
    public void Explains_what_is_held_in_the_whole_organization()
    {
        var effective = Policy.Compile(
        [
            Whole("reader", 7),
            new RoleAssignment("accountant", 5, null, Now),
            new RoleAssignment("clerk", 3, "invoice/1", null),
        ]);

        Assert.Equal(["billing.invoice.read: reader"], effective.Explain(Now).ToLines());
        Assert.Equal(
            ["billing.invoice.all: accountant", "billing.invoice.read: accountant reader"],
            effective.Explain(Now.AddTicks(-1)).ToLines());
    }

    [Fact]
    public void Covers_what_is_held_in_the_whole_organization()
    {
        var accountant = Policy.Compile([Whole("accountant", 5)]);
        var clerk = Policy.Compile([Whole("clerk", 3), new RoleAssignment("accountant", 5, "invoice/1", null)]);

        Assert.True(accountant.Covers(Sets.Of("billing.invoice.all", "billing.invoice.delete"), Now));
        Assert.True(clerk.Covers(Sets.Of("billing.invoice.create", "billing.invoice.read"), Now));
        Assert.False(clerk.Covers(Sets.Of("billing.invoice.create", "billing.invoice.delete"), Now));
        Assert.False(clerk.Covers(Sets.Of("billing.invoice.all"), Now));
        Assert.True(EffectivePermissions.Empty.Covers(PermissionSet.Empty, Now));
        Assert.False(EffectivePermissions.Empty.Covers(Sets.Of("billing.invoice.read"), Now));
    }

    [Fact]
    public void Covers_by_an_assignment_until_it_expires()
    {
        var effective = Policy.Compile([new RoleAssignment("accountant", 5, null, Now)]);

        Assert.True(effective.Covers(Sets.Of("billing.invoice.all"), Now.AddTicks(-1)));
        Assert.False(effective.Covers(Sets.Of("billing.invoice.all"), Now));
    }

    private static RoleAssignment Whole(string role, long incarnation) => new(role, incarnation, null, null);

    private static void AssertGranted(EffectivePermissions effective, string permission, string? resource, params string[] via)
    {
        var decision = effective.Check(PermissionName.Parse(permission), resource, Now);

        Assert.True(decision.Allowed);
        Assert.Equal(via, decision.Via);
    }

    private static void AssertRefused(EffectivePermissions effective, string permission, string? resource)
    {
        var decision = effective.Check(PermissionName.Parse(permission), resource, Now);

        Assert.False(decision.Allowed);
        Assert.Equal([], decision.Via);
    }
}
