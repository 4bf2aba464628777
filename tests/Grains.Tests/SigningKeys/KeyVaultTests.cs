using System.Security.Cryptography;
using AuthServe.Grains.SigningKeys;
using Xunit;

namespace AuthServe.Grains.Tests.SigningKeys;

public sealed class KeyVaultTests
{
    private readonly KeyVault _vault = new(new([.. RandomNumberGenerator.GetBytes(KeyEncryptionKey.Size)]));

    [Fact]
    public void Opens_what_it_sealed() => Assert.Equal("secret"u8.ToArray(), _vault.Open(_vault.Seal("secret"u8.ToArray(), "kid"), "kid"));

    [Fact]
    public void Never_seals_the_same_key_the_same_way() =>
        Assert.NotEqual(_vault.Seal("secret"u8.ToArray(), "kid"), _vault.Seal("secret"u8.ToArray(), "kid"));

    [Fact]
    public void Refuses_a_key_stored_under_another_id() =>
        Assert.Throws<InvalidOperationException>(() => _vault.Open(_vault.Seal("secret"u8.ToArray(), "kid"), "other"));

    [Fact]
    public void Says_which_setting_is_wrong_when_the_secret_has_changed()
    {
        var text = _vault.Seal("secret"u8.ToArray(), "kid");
        var other = new KeyVault(new([.. RandomNumberGenerator.GetBytes(KeyEncryptionKey.Size)]));

        var exception = Assert.Throws<InvalidOperationException>(() => other.Open(text, "kid"));

        Assert.Contains("AuthServe:Keys:EncryptionKey", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_secret_never_prints() => Assert.Equal("***", new KeyEncryptionKey([1, 2, 3]).ToString());
}
