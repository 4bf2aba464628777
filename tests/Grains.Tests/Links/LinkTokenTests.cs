using AuthServe.Grains.Links;
using AuthServe.Grains.SigningKeys;
using Xunit;

namespace AuthServe.Grains.Tests.Links;

public sealed class LinkTokenTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Guid Id = Guid.Parse("019b7c00-0000-7000-8000-000000000001");
    private readonly LinkTokens _links = new(new([.. new byte[32]]));

    [Fact]
    public void A_link_knows_its_own_token_until_it_runs_out()
    {
        var link = _links.Create(LinkPurpose.Invitation, Id, Now.AddHours(1));

        Assert.True(LinkToken.TryParse(_links.Reveal(LinkPurpose.Invitation, Id, link), out var token));

        Assert.Equal(Id, token.Id);
        Assert.True(LinkTokens.IsGood(token, link, Now));
        Assert.False(LinkTokens.IsGood(token, link, Now.AddHours(1)));
        Assert.False(LinkTokens.IsGood(token, null, Now));
    }

    [Fact]
    public void The_same_link_has_the_same_token_and_another_one_another()
    {
        var link = _links.Create(LinkPurpose.Invitation, Id, Now);

        Assert.Equal(_links.Reveal(LinkPurpose.Invitation, Id, link), _links.Reveal(LinkPurpose.Invitation, Id, link));
        Assert.NotEqual(
            _links.Reveal(LinkPurpose.Invitation, Id, link), _links.Reveal(LinkPurpose.Invitation, Id, _links.Create(LinkPurpose.Invitation, Id, Now)));
    }

    [Fact]
    public void Purpose_id_salt_and_key_each_make_another_token()
    {
        var link = _links.Create(LinkPurpose.Invitation, Id, Now.AddHours(1));
        var foreign = new LinkTokens(new KeyEncryptionKey([.. Enumerable.Repeat((byte)1, 32)]));
        string[] others =
        [
            _links.Reveal(LinkPurpose.PasswordReset, Id, link),
            _links.Reveal(LinkPurpose.Invitation, Guid.NewGuid(), link),
            _links.Reveal(LinkPurpose.Invitation, Id, link with { Salt = Convert.ToBase64String(new byte[16]) }),
            foreign.Reveal(LinkPurpose.Invitation, Id, link),
        ];

        Assert.All(others, other =>
        {
            Assert.True(LinkToken.TryParse(other, out var token));
            Assert.False(LinkTokens.IsGood(token, link, Now));
        });
    }

    [Fact]
    public void What_is_stored_and_shown_holds_no_secret()
    {
        var link = _links.Create(LinkPurpose.Invitation, Id, Now);
        var text = _links.Reveal(LinkPurpose.Invitation, Id, link);
        Assert.True(LinkToken.TryParse(text, out var token));

        Assert.DoesNotContain(Convert.ToBase64String(token.Secret.Span), link.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(text.Split('.')[1], token.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA A")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAB.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_no_token_is_none(string? text) => Assert.False(LinkToken.TryParse(text, out _));
}
