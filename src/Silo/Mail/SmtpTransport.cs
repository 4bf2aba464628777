using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using AuthServe.Grains.Mail;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace AuthServe.Silo.Mail;

/// <summary>Hands mail to an SMTP server (RFC 5321, 6409), one connection for each.</summary>
internal sealed class SmtpTransport(IOptions<SmtpOptions> server, IOptions<MailOptions> mailOptions) : IMailTransport
{
    private readonly X509Certificate2Collection? _authorities = Authorities(server.Value.CertificateAuthorities);

    public async Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        try
        {
            using var message = MimeMessages.Create(mail, mailOptions.Value.From);
            using var client = new SmtpClient { CheckCertificateRevocation = false };
            if (_authorities is not null) client.ServerCertificateValidationCallback = IsTrusted;
            await ConnectAsync(client, cancellationToken);
            await client.SendAsync(message, cancellationToken);

            // The server has it: what goes wrong from here on must not send it again.
            await SayGoodbyeAsync(client);
            return MailOutcome.Delivered;
        }
        catch (SmtpCommandException exception)
        {
            return OutcomeOf(exception);
        }
        catch (Exception exception) when (IsOfTheWay(exception, cancellationToken))
        {
            return MailOutcome.NotNow(exception.GetType().Name);
        }
    }

    private async Task ConnectAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        var options = server.Value;
        var (security, port) = options.Security switch
        {
            SmtpOptions.Tls => (SecureSocketOptions.SslOnConnect, 465),
            SmtpOptions.StartTls => (SecureSocketOptions.StartTls, 587),
            _ => (SecureSocketOptions.None, 25),
        };
        await client.ConnectAsync(options.Host!, options.Port ?? port, security, cancellationToken);
        if (!string.IsNullOrEmpty(options.UserName)) await client.AuthenticateAsync(options.UserName, options.Password!, cancellationToken);
    }

    private static async Task SayGoodbyeAsync(SmtpClient client)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception exception) when (IsOfTheWay(exception, limit.Token))
        {
            // It hung up first.
        }
    }

    // A refusal of the sender is about this installation and may be mended; one of the recipient or the message is final (RFC 5321,
    // section 4.2.1).
    private static MailOutcome OutcomeOf(SmtpCommandException exception)
    {
        var code = (int)exception.StatusCode;
        var reason = $"SMTP {code}";
        var isFinal = code >= 500 && exception.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted;
        return isFinal ? MailOutcome.Refused(reason) : MailOutcome.NotNow(reason);
    }

    private static bool IsOfTheWay(Exception exception, CancellationToken limit) => exception
        is IOException or SocketException or MailKit.ProtocolException or MailKit.CommandException or MailKit.ServiceNotConnectedException
            or SslHandshakeException or AuthenticationException or NotSupportedException or TimeoutException
        || (exception is OperationCanceledException && limit.IsCancellationRequested);

    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(_authorities!);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>()) own.ChainPolicy.ExtraStore.Add(element.Certificate);
        using var presented = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return own.Build(presented);
    }

    private static X509Certificate2Collection? Authorities(string? file)
    {
        if (file is null) return null;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities;
    }
}
