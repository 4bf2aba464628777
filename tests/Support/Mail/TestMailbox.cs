using System.Collections.Concurrent;
using System.Threading.Channels;
using AuthServe.Grains.Mail;

namespace AuthServe.Support.Mail;

/// <summary>Everybody's mailbox: takes what the silos of a test send. A test waits for the mail that it expects.</summary>
public sealed class TestMailbox : IMailTransport
{
    private readonly ConcurrentDictionary<(string Address, string Page), Channel<ReceivedMail>> _mail = [];

    /// <summary>The next mail to that address whose link opens that page, such as <c>reset-password</c>. Waits for it.</summary>
    public ValueTask<ReceivedMail> ReceiveAsync(string address, string page, CancellationToken cancellationToken = default) =>
        Of(address, page).Reader.ReadAsync(cancellationToken);

    /// <summary>As <see cref="ReceiveAsync"/>, of those that have come; null when there is none.</summary>
    public ReceivedMail? TryReceive(string address, string page) => Of(address, page).Reader.TryRead(out var mail) ? mail : null;

    Task<MailOutcome> IMailTransport.SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        Of(mail.RecipientAddress, MailKinds.PageOf(mail.Kind)).Writer.TryWrite(
            new(mail.RecipientAddress, mail.RecipientName, mail.Subject, mail.Text, mail.Html));
        return Task.FromResult(MailOutcome.Delivered);
    }

    private Channel<ReceivedMail> Of(string address, string page) =>
        _mail.GetOrAdd((address, page), _ => Channel.CreateUnbounded<ReceivedMail>());
}
