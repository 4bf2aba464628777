namespace AuthServe.Grains.Mail;

/// <summary>Hands mail to whoever carries it on.</summary>
internal interface IMailTransport
{
    /// <summary>
    /// Hands over one mail. What goes wrong on the way is an outcome and not an exception, since what servers say of it names addresses.
    /// </summary>
    Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken);
}

/// <summary>A mail as it is sent.</summary>
/// <param name="Id">Of the mail in the outbox: the same when it is sent again.</param>
/// <param name="Kind">For the log.</param>
/// <param name="RecipientAddress">A normalised e-mail address.</param>
/// <param name="RecipientName">Null when that is not known.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain text.</param>
/// <param name="Html">The same as a page.</param>
/// <param name="CreatedAt">When it was asked for.</param>
internal sealed record OutgoingMail(
    Guid Id, MailKind Kind, string RecipientAddress, string? RecipientName, string Subject, string Text, string Html, DateTimeOffset CreatedAt)
{
    /// <summary>Shows neither address nor text.</summary>
    public override string ToString() => $"{Kind} {Id}";
}

/// <summary>What came of an attempt.</summary>
/// <param name="Status">The answer.</param>
/// <param name="Reason">For the log when it is not delivered: no address, no secret.</param>
internal readonly record struct MailOutcome(MailStatus Status, string Reason)
{
    public static readonly MailOutcome Delivered = new(MailStatus.Delivered, "");

    public static MailOutcome Refused(string reason) => new(MailStatus.Refused, reason);

    public static MailOutcome NotNow(string reason) => new(MailStatus.NotNow, reason);
}

/// <summary>The answers to an attempt.</summary>
internal enum MailStatus
{
    /// <summary>Somebody else is responsible for it now.</summary>
    Delivered,

    /// <summary>It will never be taken.</summary>
    Refused,

    /// <summary>It is worth another attempt.</summary>
    NotNow,
}
