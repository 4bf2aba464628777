namespace AuthServe.Grains.Mail;

/// <summary>A grain that mail can be about.</summary>
[Alias("authserve.internal.IMailSubject")]
internal interface IMailSubject : IGrain
{
    /// <summary>
    /// What a mail is to say as things stand now; null when it is not wanted any more. The same mail is asked for again when it could not be
    /// sent, or may have been: the answer has the same token while its link is good.
    /// </summary>
    [Alias("Compose")]
    Task<MailContent?> ComposeAsync(QueuedMail mail, CancellationToken cancellationToken = default);
}

/// <summary>A mail that waits.</summary>
/// <param name="Id">The same however often it is tried.</param>
/// <param name="Kind">What is to be said.</param>
/// <param name="Subject">See <see cref="MailItem.Subject"/>.</param>
/// <param name="Recipient">A normalised e-mail address.</param>
/// <param name="CreatedAt">When it was asked for.</param>
[GenerateSerializer, Immutable, Alias("authserve.internal.QueuedMail")]
internal sealed record QueuedMail(
    [property: Id(0)] Guid Id,
    [property: Id(1)] MailKind Kind,
    [property: Id(2)] Guid? Subject,
    [property: Id(3)] string Recipient,
    [property: Id(4)] DateTimeOffset CreatedAt);

/// <summary>What a mail says. Made for one attempt and kept nowhere: it has the token.</summary>
[GenerateSerializer, Immutable, Alias("authserve.internal.MailContent")]
internal sealed record MailContent
{
    /// <summary>The token of the link, as text.</summary>
    [Id(0)] public required string Token { get; init; }

    /// <summary>Until when the link is good.</summary>
    [Id(1)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How the recipient is addressed; null when that is not known.</summary>
    [Id(2)] public string? RecipientName { get; init; }

    /// <summary>The organization of an invitation, or which has made the account.</summary>
    [Id(3)] public string? Organization { get; init; }

    /// <summary>Who invites, as people read it.</summary>
    [Id(4)] public string? Inviter { get; init; }

    /// <summary>Shows no token.</summary>
    public override string ToString() => nameof(MailContent);
}
