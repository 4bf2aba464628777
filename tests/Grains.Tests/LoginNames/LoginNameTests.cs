using System.Text;
using AuthServe.GrainInterfaces.LoginNames;
using Xunit;

namespace AuthServe.Grains.Tests.LoginNames;

public sealed class LoginNameTests
{
    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("Alice", "alice")]
    [InlineData("ＡＬＩＣＥ", "alice")]
    [InlineData("a.b_c-9", "a.b_c-9")]
    [InlineData("ﬁona", "fiona")]
    [InlineData("beef", "beef")]
    [InlineData("\u212aevin", "kevin")]
    [InlineData("ro\u017fe", "rose")]
    [InlineData("\ud835\udc1abe", "abe")]
    [InlineData("\u24d0be", "abe")]
    public void A_user_name_has_one_form(string typed, string form)
    {
        Assert.True(LoginName.TryNormalizeUsername(typed, out var username));
        Assert.Equal(form, username);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("-alice")]
    [InlineData("alice-")]
    [InlineData("al ice")]
    [InlineData("alice\n")]
    [InlineData("al\0ice")]
    [InlineData("аlice")]
    [InlineData("alıce")]
    [InlineData("ALİCE")]
    [InlineData("ali\u0307ce")]
    [InlineData("b\u03bfb")]
    [InlineData("\u13aalice")]
    [InlineData("al\u0456ce")]
    [InlineData("alice\u0131")]
    [InlineData("ali\u200Dce")]
    [InlineData("alice\uD800")]
    [InlineData("alice@example.com")]
    [InlineData("019b7c00-0000-7000-8000-000000000001")]
    [InlineData("019b7c00000070008000000000000001")]
    public void Refuses_what_is_no_user_name_or_looks_like_another_one(string typed) =>
        Assert.False(LoginName.TryNormalizeUsername(typed, out _));

    [Fact]
    public void Whatever_character_is_typed_only_ASCII_is_left_in_one_form()
    {
        for (var scalar = 0; scalar <= 0x10ffff; scalar++)
        {
            if (scalar is >= 0xd800 and < 0xe000) continue;
            var typed = char.ConvertFromUtf32(scalar);
            if (LoginName.TryNormalizeUsername($"a{typed}b", out var username)) AssertForm(username, LoginName.TryNormalizeUsername);
            if (LoginName.TryNormalizeEmail($"a{typed}b@example.com", out var email)) AssertForm(email, LoginName.TryNormalizeEmail);
        }
    }

    private delegate bool Normalizer(string? text, out string form);

    private static void AssertForm(string form, Normalizer normalize)
    {
        Assert.True(Ascii.IsValid(form) && !form.Any(char.IsAsciiLetterUpper), form);
        Assert.True(normalize(form, out var again) && again == form, form);
    }

    [Fact]
    public void Refuses_a_very_long_name_at_once() => Assert.False(LoginName.TryNormalizeUsername(new('a', 10_000), out _));

    [Theory]
    [InlineData("Alice@Example.COM", "alice@example.com")]
    [InlineData("a+b@mail.example.co.uk", "a+b@mail.example.co.uk")]
    public void An_address_has_one_form(string typed, string form)
    {
        Assert.True(LoginName.TryNormalizeEmail(typed, out var email));
        Assert.Equal(form, email);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("alice@")]
    [InlineData("@example.com")]
    [InlineData("alice@example.com\r\nBcc: x@example.com")]
    [InlineData("alice@exаmple.com")]
    [InlineData("alice@example..com")]
    [InlineData("alice@-example.com")]
    public void Refuses_what_is_no_address(string typed) => Assert.False(LoginName.TryNormalizeEmail(typed, out _));

    [Fact]
    public void Keys_of_names_and_addresses_never_meet()
    {
        Assert.True(LoginName.TryGetKey("Alice", out var username));
        Assert.True(LoginName.TryGetKey("Alice@example.com", out var email));
        Assert.False(LoginName.TryGetKey("no one!", out _));
        Assert.Equal("u/alice", username);
        Assert.Equal("e/alice@example.com", email);
    }
}
