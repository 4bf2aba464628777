using AuthServe.Grains.Mail;
using AuthServe.Silo.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthServe.Silo.Mail;

/// <summary>Where mail goes while no server is set: a file for each, which only its owner may read, since there is a secret in its link.</summary>
internal sealed partial class MailFolder(IOptions<MailOptions> mailOptions, IOptions<StorageOptions> storage, ILogger<MailFolder> logger)
    : IMailTransport
{
    private readonly string _folder = Path.GetFullPath(mailOptions.Value.Folder ?? Path.Combine(storage.Value.DataFolder, "mail"));

    public async Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        using var message = MimeMessages.Create(mail, mailOptions.Value.From);
        using var content = new MemoryStream();
        await message.WriteToAsync(content, cancellationToken);
        var file = Path.Combine(_folder, $"{mail.CreatedAt.UtcDateTime:yyyyMMdd'T'HHmmss}-{mail.Id:N}.eml");
        try
        {
            PrivateFiles.CreateFolder(_folder);
            if (!File.Exists(file)) PrivateFiles.Create(file, content.ToArray());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnwritable(exception, _folder);
            return MailOutcome.NotNow(exception.GetType().Name);
        }

        LogWritten(file);
        return MailOutcome.Delivered;
    }

    [LoggerMessage(1, LogLevel.Information, "No SMTP server is set: a mail is written to {File}.")]
    private partial void LogWritten(string file);

    [LoggerMessage(2, LogLevel.Warning, "No SMTP server is set, and mail cannot be written to {Folder}. Set AuthServe:Mail:Smtp:Host or AuthServe:Mail:Folder.")]
    private partial void LogUnwritable(Exception exception, string folder);
}
