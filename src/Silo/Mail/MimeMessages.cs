using AuthServe.Grains.Mail;
using MimeKit;

namespace AuthServe.Silo.Mail;

/// <summary>Puts mail into the form in which it travels (RFC 5322 and MIME). Whatever is in a name is encoded as a name.</summary>
internal static class MimeMessages
{
    public static MimeMessage Create(OutgoingMail mail, string from)
    {
        var sender = MailboxAddress.Parse(from);
        var message = new MimeMessage
        {
            // The same when it is sent again, so that whoever receives both can tell.
            MessageId = $"{mail.Id:N}@{sender.Domain}",
            Date = mail.CreatedAt,
            Subject = mail.Subject,
            Body = new BodyBuilder { TextBody = mail.Text, HtmlBody = mail.Html }.ToMessageBody(),
        };
        message.From.Add(sender);
        message.To.Add(new MailboxAddress(mail.RecipientName, mail.RecipientAddress));

        // Nobody's absence is answered to us (RFC 3834, section 5).
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }
}
