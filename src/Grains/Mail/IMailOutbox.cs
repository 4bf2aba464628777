using System.Data.Common;

namespace AuthServe.Grains.Mail;

/// <summary>
/// Mail that is to be sent, kept until it is: a crash may send one twice and loses none. What waits names what it is about and holds no
/// secret; the rest is asked of its <see cref="IMailSubject"/> when its turn comes.
/// </summary>
internal interface IMailOutbox
{
    /// <summary>Puts a mail into the outbox. It is there when this returns, and sent soon after.</summary>
    Task EnqueueAsync(MailItem item);

    /// <summary>
    /// As <see cref="EnqueueAsync(MailItem)"/>, with what else the transaction of that connection does, or not at all. Call
    /// <see cref="Wake"/> once it is committed; without it the mail waits for the next look into the outbox, a few seconds.
    /// </summary>
    Task EnqueueAsync(DbConnection connection, MailItem item);

    /// <summary>As <see cref="EnqueueAsync(MailItem)"/>; false, and nothing is done, when so many of its kind wait.</summary>
    Task<bool> TryEnqueueAsync(MailItem item, int limit);

    /// <summary>Lets this silo look into the outbox now.</summary>
    void Wake();
}

/// <summary>A mail to be sent.</summary>
/// <param name="Kind">Which grain it is asked of.</param>
/// <param name="Subject">The grain's key: the invitation's or the user's id. Null where the recipient's address finds it.</param>
/// <param name="Recipient">A normalised e-mail address.</param>
internal sealed record MailItem(MailKind Kind, Guid? Subject, string Recipient);
