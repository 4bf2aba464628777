using System.Text;
using AuthServe.Grains.Projections;

namespace AuthServe.Postgres.Tests.Projections;

public sealed class SearchKeyTests
{
    [Theory]
    [InlineData("a", "b")]
    [InlineData("ab", "ac")]
    [InlineData("\u007F", "\u0080")]
    [InlineData("\uD7FF", "\uE000")]
    [InlineData("\uFFFF", "\U00010000")]
    [InlineData("a\U0010FFFF", "b")]
    [InlineData("\U0010FFFF\U0010FFFF", null)]
    [InlineData("", null)]
    public void A_successor_is_the_least_text_past_a_prefix(string prefix, string? successor)
    {
        Assert.Equal(successor, SearchKey.Successor(prefix));
        if (successor is null) return;
        Assert.True(SearchKey.Compare(prefix, successor) < 0);
        Assert.True(SearchKey.Compare(prefix + "\U0010FFFF\U0010FFFF", successor) < 0);
    }

    [Fact]
    public void A_key_is_folded_and_as_long_as_an_index_takes()
    {
        Assert.Equal("ﬁ Ä".Normalize(NormalizationForm.FormKC).ToLowerInvariant(), SearchKey.Of("ﬁ Ä"));
        Assert.Null(SearchKey.Of(null));
        var longest = SearchKey.Of(string.Concat(Enumerable.Repeat("\uFDFA\U0001F600", 100)));
        Assert.Equal(SearchKey.Length, longest.EnumerateRunes().Count());
    }
}
