using Orleans.Runtime;

namespace AuthServe.Grains.Mail;

/// <summary>Where the content of mail comes from.</summary>
internal interface IMailSource
{
    /// <summary>As <see cref="IMailSubject.ComposeAsync"/>, of the grain that the mail is about.</summary>
    Task<MailContent?> ComposeAsync(QueuedMail mail);
}

/// <summary>Asks the grains.</summary>
internal sealed class GrainMailSource(IGrainFactory grains) : IMailSource
{
    public Task<MailContent?> ComposeAsync(QueuedMail mail) => grains.GetGrain<IMailSubject>(SubjectOf(mail)).ComposeAsync(mail);

    // Several classes of grains are subjects: which one, the kind says.
    private static GrainId SubjectOf(QueuedMail mail) => mail.Kind switch
    {
        MailKind.PasswordReset or MailKind.Welcome => GrainId.Create(GrainType.Create("account-links"), GrainIdKeyExtensions.CreateIntegerKey(0)),
        MailKind.EmailVerification => OfSubject("email-verification", mail),
        MailKind.Invitation => OfSubject("invitation", mail),
        _ => throw new ArgumentOutOfRangeException(nameof(mail), mail.Kind, null),
    };

    private static GrainId OfSubject(string type, QueuedMail mail) =>
        GrainId.Create(GrainType.Create(type), GrainIdKeyExtensions.CreateGuidKey(mail.Subject!.Value));
}
