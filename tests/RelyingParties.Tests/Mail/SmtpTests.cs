using System.Text.Json.Nodes;
using AuthServe.Grains.Mail;
using AuthServe.Silo.Mail;
using AuthServe.Support.Storage;
using Microsoft.Extensions.Options;
using MimeKit;
using Xunit;

namespace AuthServe.RelyingParties.Tests.Mail;

public sealed class SmtpTests(ServerCertificate certificate) : IClassFixture<ServerCertificate>
{
    [Theory]
    [InlineData("none", null)]
    [InlineData("starttls", "mailer")]
    [InlineData("tls", "mailer")]
    public async Task A_server_takes_mail(string security, string? user)
    {
        await using var server = await StartAsync(security, user);

        Assert.Equal(MailStatus.Delivered, (await SendAsync(Settings(server.Port, security, user))).Status);

        var mail = await server.ReceiveAsync();
        var sender = Assert.IsType<MailboxAddress>(Assert.Single(mail.From));
        Assert.Equal(("Größe", "no-reply@acme.example"), (sender.Name, sender.Address));
        var recipient = Assert.IsType<MailboxAddress>(Assert.Single(mail.To));
        Assert.Equal(("Zoë", "zoe@example.com"), (recipient.Name, recipient.Address));
        Assert.Equal("Größe", mail.Subject);
        Assert.Equal("Text für Zoë\n", mail.TextBody, ignoreLineEndingDifferences: true);
        Assert.Equal("<p>Text für Zoë</p>\n", mail.HtmlBody, ignoreLineEndingDifferences: true);
        Assert.Equal("019b7c00000070008000000000000001@acme.example", mail.MessageId);
        Assert.Equal("auto-generated", mail.Headers[HeaderId.AutoSubmitted]);
    }

    [Theory]
    [InlineData("Eve\r\nBcc: victim@example.com")]
    [InlineData("Eve\nBcc: victim@example.com")]
    [InlineData("Eve\r\n\r\nA text of her own")]
    public async Task No_name_begins_a_header_or_adds_a_recipient(string name)
    {
        await using var server = await StartAsync("none", null);

        await SendAsync(Settings(server.Port, "none", null), Mail() with { RecipientName = name, Subject = name });

        var said = await server.NextAsync();
        Assert.Equal("zoe@example.com", Assert.Single(said["to"]!.AsArray())!.GetValue<string>());
        var mail = await MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(said["mail"]!.GetValue<string>())));
        Assert.Empty(mail.Bcc);
        Assert.Single(mail.To.Mailboxes);
        Assert.StartsWith("Text für", mail.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("451 4.3.0 Try again later", nameof(MailStatus.NotNow), "SMTP 451")]
    [InlineData("550 5.1.1 <zoe@example.com> is not here", nameof(MailStatus.Refused), "SMTP 550")]
    public async Task A_refusal_is_final_or_not_and_names_nobody(string answer, string status, string reason)
    {
        await using var server = await StartAsync("none", null, answer);

        Assert.Equal(new(Enum.Parse<MailStatus>(status), reason), await SendAsync(Settings(server.Port, "none", null)));

        Assert.Equal(answer, (await server.NextAsync())["refused"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_server_that_is_down_is_asked_again() =>
        Assert.Equal(MailStatus.NotNow, (await SendAsync(Settings(FreePort.Next(), "none", null))).Status);

    [Fact]
    public async Task A_wrong_password_is_a_matter_of_settings_and_not_of_the_mail()
    {
        await using var server = await StartAsync("starttls", "mailer");
        var settings = Settings(server.Port, "starttls", "mailer");
        settings.Password = "another";

        Assert.Equal(MailOutcome.NotNow("AuthenticationException"), await SendAsync(settings));
    }

    [Fact]
    public async Task A_server_without_encryption_gets_nothing_that_was_to_be_encrypted()
    {
        await using var server = await StartAsync("none", null);

        Assert.Equal(MailOutcome.NotNow("NotSupportedException"), await SendAsync(Settings(server.Port, "starttls", null)));
    }

    [Theory, InlineData("starttls"), InlineData("tls")]
    public async Task A_server_with_a_certificate_that_nobody_vouches_for_gets_nothing(string security)
    {
        await using var server = await StartAsync(security, "mailer");
        var settings = Settings(server.Port, security, "mailer");
        settings.CertificateAuthorities = null;

        Assert.Equal(MailOutcome.NotNow("SslHandshakeException"), await SendAsync(settings));
    }

    private Task<SmtpServer> StartAsync(string security, string? user, params string[] answers) => SmtpServer.StartAsync(new()
    {
        ["security"] = security,
        ["certificate"] = certificate.KeyAndCertificate,
        ["user"] = user,
        ["password"] = "correct horse",
        ["answers"] = new JsonArray([.. answers.Select(answer => JsonValue.Create(answer))]),
    });

    private SmtpOptions Settings(int port, string security, string? user) => new()
    {
        Host = "localhost",
        Port = port,
        Security = security,
        UserName = user,
        Password = user is null ? null : "correct horse",
        CertificateAuthorities = certificate.Authority,
    };

    private static Task<MailOutcome> SendAsync(SmtpOptions settings, OutgoingMail? mail = null) =>
        new SmtpTransport(Options.Create(settings), Options.Create(new MailOptions { From = "Größe <no-reply@acme.example>" }))
            .SendAsync(mail ?? Mail(), CancellationToken.None);

    private static OutgoingMail Mail() => new(
        Guid.Parse("019b7c00-0000-7000-8000-000000000001"), MailKind.Invitation, "zoe@example.com", "Zoë", "Größe", "Text für Zoë\n",
        "<p>Text für Zoë</p>\n", DateTimeOffset.UnixEpoch);
}
