using AuthServe.Grains.Credentials;
using Xunit;

namespace AuthServe.Grains.Tests.Credentials;

public sealed class Argon2idHashTests
{
    [Fact]
    public void Knows_the_password_again_and_no_other()
    {
        var hash = Argon2idHash.Create("correct horse");

        Assert.StartsWith("$argon2id$v=19$m=19456,t=2,p=1$", hash, StringComparison.Ordinal);
        Assert.True(Argon2idHash.Verify("correct horse", hash));
        Assert.False(Argon2idHash.Verify("correct horsf", hash));
    }

    [Fact]
    public void Takes_one_password_typed_on_two_keyboards_for_one() =>
        Assert.True(Argon2idHash.Verify("cafe\u0301 noir", Argon2idHash.Create("caf\u00E9 noir")));

    [Theory]
    [InlineData("correct \uFFFE horse")]
    [InlineData("correct \uD800 horse")]
    public void Takes_any_text_for_a_password(string password)
    {
        var hash = Argon2idHash.Create(password);

        Assert.True(Argon2idHash.Verify(password, hash));
        Assert.False(Argon2idHash.Verify("correct horse", hash));
    }

    [Fact]
    public void Two_hashes_of_one_password_differ() => Assert.NotEqual(Argon2idHash.Create("correct horse"), Argon2idHash.Create("correct horse"));

    /// <summary>Made by the reference implementation's <c>argon2 saltsaltsaltsalt -id -t 2 -k 8192 -p 1 -l 32 -e</c>.</summary>
    [Fact]
    public void Verifies_a_hash_that_another_program_made_at_a_lower_cost_and_calls_it_outdated()
    {
        const string Hash = "$argon2id$v=19$m=8192,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$wbFO6HMaSfz+q+xidHa4AkHi2VSDtWjesFSFre9OcLA";

        Assert.True(Argon2idHash.Verify("correct horse", Hash));
        Assert.False(Argon2idHash.Verify("correct mule", Hash));
        Assert.True(Argon2idHash.IsOutdated(Hash));
        Assert.False(Argon2idHash.IsOutdated(Argon2idHash.Unknown));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaA")]
    [InlineData("$argon2id$v=19$m=19456,t=2,p=2$c2FsdHNhbHRzYWx0c2FsdA$aGFzaA")]
    [InlineData("plain text")]
    public void Refuses_what_is_no_hash(string text) => Assert.Throws<FormatException>(() => Argon2idHash.Verify("x", text));
}
