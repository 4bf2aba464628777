namespace AuthServe.Permissions.Tests;

public sealed class PermissionSetTests
{
    [Fact]
    public void The_empty_set_grants_nothing()
    {
        Assert.Empty(PermissionSet.Empty);
        Assert.DoesNotContain(PermissionName.Parse("a.b.c"), PermissionSet.Empty);
        Assert.True(PermissionSet.Empty.ContainsAll(PermissionSet.Empty));
        Assert.Same(PermissionSet.Empty, PermissionSet.From([]));
    }

    [Fact]
    public void An_all_covers_the_actions_of_its_resource()
    {
        var granted = Sets.Of("a.b.all");

        Assert.True(granted.Contains(PermissionName.Parse("a.b.c")));
        Assert.True(granted.ContainsAll(Sets.Of("a.b.all", "a.b.c", "a.b.d")));
        Assert.False(granted.ContainsAll(Sets.Of("a.b.c", "a.c.c")));
    }

    [Fact]
    public void Only_an_all_covers_an_all()
    {
        var every = Sets.Of("a.b.read", "a.b.write", "a.b.delete");

        Assert.False(every.ContainsAll(Sets.Of("a.b.all")));
    }

    [Fact]
    public void Does_not_change_with_the_list_it_was_made_of()
    {
        List<PermissionName> names = [PermissionName.Parse("a.b.c")];
        var set = PermissionSet.From(names);
        names.Add(PermissionName.Parse("a.b.all"));

        Assert.Equal([PermissionName.Parse("a.b.c")], set);
        Assert.False(set.Contains(PermissionName.Parse("a.b.d")));
    }

    [Fact]
    public void A_look_up_allocates_nothing()
    {
        var set = Sets.Of("a.b.c", "a.c.all");
        string[] asked = ["a.b.c", "a.c.d", "a.d.e"];
        Assert.Equal(2, asked.Count(text => Asks(set, text)));

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var text in asked) Asks(set, text);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static bool Asks(PermissionSet set, string text) => PermissionName.TryParse(text, out var name) && set.Contains(name);
}
