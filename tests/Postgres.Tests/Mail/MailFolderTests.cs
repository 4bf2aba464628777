using AuthServe.Grains.Mail;
using AuthServe.Silo.Mail;
using AuthServe.Silo.Storage;
using AuthServe.Support.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MimeKit;

namespace AuthServe.Postgres.Tests.Mail;

public sealed class MailFolderTests
{
    private static readonly OutgoingMail Mail = new(
        Guid.NewGuid(), MailKind.Invitation, "zoe@example.com", "Zoë", "Größe", "Text", "<p>Text</p>", DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task A_mail_is_a_file_beside_the_database_that_is_its_owners_alone()
    {
        await using var database = new EmbeddedDatabase();
        var folder = Folder(new(), new() { DataFolder = database.DataFolder });

        Assert.Equal(MailOutcome.Delivered, await folder.SendAsync(Mail, CancellationToken.None));

        var file = Assert.Single(Directory.GetFiles(database.MailFolder));
        Assert.False(PrivateFiles.IsOpenToOthers(file));
        Assert.False(PrivateFiles.IsOpenToOthers(database.MailFolder));
        var read = await MimeMessage.LoadAsync(file);
        Assert.Equal(("Größe", "Text"), (read.Subject, read.TextBody));
    }

    [Fact]
    public async Task The_same_mail_is_the_same_file()
    {
        await using var database = new EmbeddedDatabase();
        var folder = Folder(new() { Folder = Path.Combine(database.DataFolder, "post") }, new());

        await folder.SendAsync(Mail, CancellationToken.None);
        Assert.Equal(MailOutcome.Delivered, await folder.SendAsync(Mail, CancellationToken.None));

        Assert.Single(Directory.GetFiles(Path.Combine(database.DataFolder, "post")));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_no_end_of_the_mail()
    {
        await using var database = new EmbeddedDatabase();
        var file = Path.Combine(database.DataFolder, "file");
        await File.WriteAllTextAsync(file, "");

        Assert.Equal(MailStatus.NotNow, (await Folder(new() { Folder = file }, new()).SendAsync(Mail, CancellationToken.None)).Status);
    }

    private static MailFolder Folder(MailOptions mail, StorageOptions storage) =>
        new(Options.Create(mail), Options.Create(storage), NullLogger<MailFolder>.Instance);
}
