using AuthServe.Grains.Mail;
using Microsoft.Extensions.Options;
using Xunit;

namespace AuthServe.Grains.Tests.Mail;

public sealed class MailMessagesTests
{
    private static readonly MailMessages Messages = new(Options.Create(new MailOptions { LinkBase = "https://auth.example/" }));

    [Theory]
    [InlineData(nameof(MailKind.PasswordReset), "https://auth.example/reset-password?token=id.secret", "Set a new password")]
    [InlineData(nameof(MailKind.EmailVerification), "https://auth.example/verify-email?token=id.secret", "Confirm your e-mail address")]
    [InlineData(nameof(MailKind.Invitation), "https://auth.example/accept-invitation?token=id.secret", "Invitation to Größe & Söhne")]
    [InlineData(nameof(MailKind.Welcome), "https://auth.example/reset-password?token=id.secret", "Your account for Größe & Söhne")]
    public void Each_kind_says_what_it_is_about_and_has_its_link(string kind, string link, string subject)
    {
        var mail = Render(Enum.Parse<MailKind>(kind), "Zoë");

        Assert.Equal(subject, mail.Subject);
        Assert.StartsWith("Hello Zoë,\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"\n{link}\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"href=\"{link}\"", mail.Html, StringComparison.Ordinal);
        Assert.Contains("until 2 January 2026, 03:04 UTC", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_invitation_names_who_invites_where()
    {
        var mail = Render(MailKind.Invitation, null);

        Assert.StartsWith("Hello,\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Björk <b> invites you to join the organization “Größe & Söhne”.", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_text_and_never_markup()
    {
        var mail = Render(MailKind.Invitation, "<script>");

        Assert.DoesNotContain("<script>", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", mail.Html, StringComparison.Ordinal);
    }

    [Theory, InlineData("Eve\r\nBcc: victim@example.com"), InlineData("Eve\u2028Bcc: victim@example.com"), InlineData("Eve\0Bcc: victim@example.com")]
    public void Names_stay_on_their_line(string name)
    {
        var mail = Render(MailKind.Invitation, name, name);

        Assert.DoesNotContain(mail.Subject + mail.RecipientName, char.IsControl);
        Assert.DoesNotContain("\nBcc", mail.Text, StringComparison.Ordinal);
    }

    private static OutgoingMail Render(MailKind kind, string? recipient, string organization = "Größe & Söhne") => Messages.Render(
        new(Guid.NewGuid(), kind, Guid.NewGuid(), "zoe@example.com", DateTimeOffset.UnixEpoch),
        new()
        {
            Token = "id.secret",
            ExpiresAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            RecipientName = recipient,
            Organization = organization,
            Inviter = "Björk <b>",
        });
}
