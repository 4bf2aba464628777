using AuthServe.Gateway.Caching;
using Xunit;

namespace AuthServe.Gateway.Tests.Caching;

public sealed class RecentlyUsedTests
{
    private const int Size = 10;
    private readonly RecentlyUsed<int, string> _things = new(Size);

    [Fact]
    public void What_is_used_stays_while_others_come_and_go()
    {
        _things.Set(0, "used");
        for (var other = 1; other <= 100 * Size; other++)
        {
            _things.Set(other, "other");
            Assert.Equal("used", _things.Find(0));
        }
    }

    [Fact]
    public void It_does_not_grow_without_end()
    {
        for (var other = 0; other < 100 * Size; other++) _things.Set(other, "other");

        Assert.InRange(Enumerable.Range(0, 100 * Size).Count(other => _things.Find(other) is not null), 1, 2 * Size);
    }

    [Fact]
    public void What_is_removed_is_gone_from_both_generations()
    {
        for (var other = 0; other < 2 * Size; other++) _things.Set(other, "other");
        _things.Remove(2 * Size - 1);
        _things.RemoveAll((key, _) => key % 2 == 0);

        Assert.Null(_things.Find(2 * Size - 1));
        Assert.DoesNotContain(Enumerable.Range(0, Size), half => _things.Find(2 * half) is not null);
        Assert.Contains(Enumerable.Range(0, Size), half => _things.Find(2 * half + 1) is not null);
    }
}
