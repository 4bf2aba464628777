namespace AuthServe.Permissions.Tests;

public sealed class PermissionNameTests
{
    private static readonly string Longest = new('a', 63);

    [Fact]
    public void Reads_its_three_parts()
    {
        Assert.True(PermissionName.TryParse("billing.invoice-line.mark_paid2", out var name));

        Assert.Equal("billing.invoice-line.mark_paid2", name.Value);
        Assert.Equal(("billing", "invoice-line", "mark_paid2"), (name.Service, name.Resource, name.Action));
        Assert.Equal(name.Value, name.ToString());
        Assert.False(name.IsAll);
    }

    [Theory]
    [InlineData("billing.invoice.all", true)]
    [InlineData("billing.invoice.allow", false)]
    [InlineData("billing.invoice.call", false)]
    [InlineData("all.all.read", false)]
    [InlineData("all.all.all", true)]
    public void Only_the_action_all_stands_for_every_action(string text, bool isAll) =>
        Assert.Equal(isAll, PermissionName.Parse(text).IsAll);

    [Fact]
    public void Takes_parts_of_63_characters()
    {
        var name = PermissionName.Parse($"{Longest}.{Longest}.{Longest}");

        Assert.Equal((Longest, Longest, Longest), (name.Service, name.Resource, name.Action));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("billing")]
    [InlineData("billing.invoice")]
    [InlineData("billing.invoice.")]
    [InlineData(".invoice.read")]
    [InlineData("billing..read")]
    [InlineData("..")]
    [InlineData("billing.invoice.read.")]
    [InlineData("billing.invoice.read.all")]
    [InlineData("Billing.invoice.read")]
    [InlineData("billing.invoice.reaD")]
    [InlineData("1billing.invoice.read")]
    [InlineData("billing.-invoice.read")]
    [InlineData("billing.invoice._read")]
    [InlineData("billing.invoice.*")]
    [InlineData("billing.invoice.read ")]
    [InlineData(" billing.invoice.read")]
    [InlineData("billing.invoice.read\n")]
    [InlineData("billing.invoice.re\0ad")]
    [InlineData("billing.invoice.réad")]
    [InlineData("billing.invoice.reаd")]
    [InlineData("billing.invoice.re４ad")]
    [InlineData("billing/invoice/read")]
    public void Refuses_every_other_form(string? text)
    {
        Assert.False(PermissionName.TryParse(text, out var name));

        Assert.Equal(default, name);
    }

    [Theory]
    [InlineData("{0}a.b.c")]
    [InlineData("a.{0}b.c")]
    [InlineData("a.b.{0}c")]
    public void Refuses_a_part_of_64_characters(string format) =>
        Assert.False(PermissionName.TryParse(string.Format(null, format, Longest), out _));

    [Fact]
    public void Says_what_is_allowed_when_it_cannot_be_parsed()
    {
        var error = Assert.Throws<FormatException>(() => PermissionName.Parse("billing.invoice"));

        Assert.Contains(PermissionName.Allowed, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_the_same_text_are_equal()
    {
        var one = PermissionName.Parse("billing.invoice.read");
        var same = PermissionName.Parse(string.Concat("billing.", "invoice", ".read"));
        var other = PermissionName.Parse("billing.invoice.reads");

        Assert.True(one == same && one.Equals((object)same) && one.GetHashCode() == same.GetHashCode());
        Assert.True(one != other && !one.Equals((object)other) && !one.Equals(one.Value));
    }

    [Fact]
    public void Orders_by_ordinal()
    {
        string[] ordinal = ["a-b.c.d", "a.b-c.d", "a.b.c", "a.b.c-d", "a.b.c_d", "a.b.ca", "a0.b.c", "a_b.c.d", "aa.b.c"];

        Assert.Equal(ordinal, ordinal.Reverse().Select(PermissionName.Parse).Order().Select(name => name.Value));
        var (low, high) = (PermissionName.Parse("a.b.c"), PermissionName.Parse("a.b.d"));
        Assert.True(low < high && low <= high && high > low && high >= low && low.CompareTo(high) < 0);
        Assert.False(high < low || high <= low || low > high || low >= high);
    }

    [Fact]
    public void The_default_names_nothing()
    {
        PermissionName none = default;

        Assert.Equal(("", "", "", ""), (none.Value, none.Service, none.Resource, none.Action));
        Assert.False(none.IsAll);
        Assert.Empty(PermissionSet.From([none]));
        Assert.DoesNotContain(none, PermissionSet.From([PermissionName.Parse("a.b.all")]));
    }
}
