using AuthServe.Grains.Mail;

namespace AuthServe.Grains.Links;

/// <summary>The newest link that somebody asked to be sent, as stored: there is at most one that is good.</summary>
internal sealed record MailedLink
{
    /// <summary>The pause between two links: nobody floods a mailbox by asking for ever new ones.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>The mail that it goes with.</summary>
    public Guid Mail { get; init; }

    /// <summary>When it was asked for. What was asked for before is not sent any more.</summary>
    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>The address that it is sent to, which it proves.</summary>
    public string Address { get; init; } = "";

    /// <summary>Null once it is used, or good for nothing for another reason.</summary>
    public StoredLink? Link { get; init; }

    /// <summary>
    /// The link for that mail: the one that it has already, or one that takes the place of the last. Null when the mail is not to be sent: a
    /// newer one was asked for, or one a moment ago; or its link was used or has run out.
    /// </summary>
    public static MailedLink? For(QueuedMail mail, MailedLink? last, DateTimeOffset now, Func<StoredLink> create)
    {
        if (last?.Mail == mail.Id) return last.Link is { } link && now < link.ExpiresAt ? last : null;
        if (last is not null && mail.CreatedAt < last.RequestedAt + Pause) return null;
        return new() { Mail = mail.Id, RequestedAt = mail.CreatedAt, Address = mail.Recipient, Link = create() };
    }

    /// <summary>The same when its link is good for nothing any more.</summary>
    public MailedLink Spent() => this with { Link = null };
}
