using AuthServe.GrainInterfaces.Grants;
using Xunit;

namespace AuthServe.Grains.Tests.Grants;

public sealed class CredentialTests
{
    private static readonly Credential Sample = new(
        CredentialKind.RefreshToken, Guid.Parse("019b7c00-0000-7000-8000-000000000001"), 7, Enumerable.Range(0, 32).Select(value => (byte)value).ToArray());

    [Fact]
    public void Reads_what_it_writes()
    {
        Assert.True(Credential.TryParse(Sample.Encode(), CredentialKind.RefreshToken, out var read));
        Assert.Equal((Sample.Grant, Sample.Generation), (read.Grant, read.Generation));
        Assert.Equal(Sample.Secret.ToArray(), read.Secret.ToArray());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("asr_")]
    [InlineData("asr_AAAA")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public void Refuses_what_is_none(string? text) => Assert.False(Credential.TryParse(text, CredentialKind.RefreshToken, out _));

    [Fact]
    public void Refuses_another_kind_another_spelling_and_anything_around_it()
    {
        var text = Sample.Encode();

        Assert.False(Credential.TryParse(text, CredentialKind.AuthorizationCode, out _));
        Assert.False(Credential.TryParse(text + "=", CredentialKind.RefreshToken, out _));
        Assert.False(Credential.TryParse(" " + text, CredentialKind.RefreshToken, out _));
        Assert.False(Credential.TryParse(text.ToUpperInvariant(), CredentialKind.RefreshToken, out _));
        // The last letter holds bits that say nothing: only one of its spellings is the credential.
        Assert.Single("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", letter =>
            Credential.TryParse(text[..^1] + letter, CredentialKind.RefreshToken, out var read) && read.Secret.Span.SequenceEqual(Sample.Secret.Span));
    }

    [Fact]
    public void Shows_no_secret() => Assert.DoesNotContain(Sample.Encode()[^10..], Sample.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("BCDF-GHJK", "BCDF-GHJK")]
    [InlineData("bcdfghjk", "BCDF-GHJK")]
    [InlineData(" b c d f - g h j k ", "BCDF-GHJK")]
    [InlineData("BCDF-GHJA", null)]
    [InlineData("BCDF-GHJ", null)]
    [InlineData("BCDF-GHJKK", null)]
    [InlineData("", null)]
    public void A_user_code_is_read_however_it_is_typed(string typed, string? expected) =>
        Assert.Equal(expected, UserCode.TryNormalize(typed, out var code) ? code : null);
}
