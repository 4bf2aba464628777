using Microsoft.Extensions.Logging;

namespace AuthServe.Grains.Mail;

internal sealed partial class MailSender
{
    [LoggerMessage(1, LogLevel.Information, "Mail {Mail} ({Kind}) is sent.")]
    private partial void LogSent(Guid mail, MailKind kind);

    [LoggerMessage(2, LogLevel.Debug, "Mail {Mail} ({Kind}) is not wanted any more.")]
    private partial void LogDropped(Guid mail, MailKind kind);

    [LoggerMessage(3, LogLevel.Warning, "Mail {Mail} ({Kind}) could not be sent ({Reason}, attempt {Attempt}); the next attempt is in {Pause}.")]
    private partial void LogPostponed(Guid mail, MailKind kind, string reason, int attempt, TimeSpan pause);

    [LoggerMessage(4, LogLevel.Error, "Mail {Mail} ({Kind}) is given up after {Attempt} attempts: {Reason}.")]
    private partial void LogGivenUp(Guid mail, MailKind kind, int attempt, string reason);

    [LoggerMessage(5, LogLevel.Warning, "The outbox cannot be read; it is tried again soon.")]
    private partial void LogUnreadable(Exception exception);
}
