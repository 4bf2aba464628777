using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.Grains.Accounts;
using Xunit;

namespace AuthServe.Grains.Tests.Accounts;

public sealed class PasswordPolicyTests
{
    [Theory]
    [InlineData("2b-or-not-2b")]
    [InlineData("spaces are fine")]
    [InlineData("пароль подлиннее")]
    public void Takes_any_kind_of_characters(string password) => Assert.Null(Refusal(password));

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("1234567")]
    [InlineData("Password1")]
    [InlineData("QWERTYUIOP")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abababababab")]
    [InlineData("alice-liddell")]
    [InlineData("Alice@Example.com")]
    public void Refuses_what_is_guessed_first(string password) => Assert.Equal("user.password_weak", Refusal(password)?.Code);

    [Fact]
    public void Refuses_more_than_can_be_typed() => Assert.NotNull(Refusal(string.Concat(Enumerable.Repeat("abcd", 65))));

    private static GrainInterfaces.Outcomes.Fault? Refusal(string password) =>
        PasswordPolicy.Refusal(new Password(password), "alice-liddell", "alice@example.com");
}
