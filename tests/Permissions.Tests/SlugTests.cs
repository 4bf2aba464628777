namespace AuthServe.Permissions.Tests;

public sealed class SlugTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("billing-clerk_2")]
    [InlineData("a-")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Takes_lower_case_letters_digits_dashes_and_underscores(string text) => Assert.True(Slug.IsValid(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("2a")]
    [InlineData("-a")]
    [InlineData("_a")]
    [InlineData("a.b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("é")]
    [InlineData("aé")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Refuses_every_other_form(string? text) => Assert.False(Slug.IsValid(text));
}
