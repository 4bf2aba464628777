using System.Threading.Channels;
using AuthServe.Support.Gateways;
using AuthServe.Support.Silos;
using AuthServe.Support.Storage;
using MimeKit;
using Xunit;

namespace AuthServe.RelyingParties.Tests.Mail;

/// <summary>A silo that writes its mail into its folder, as after <c>make server</c>, and a gateway.</summary>
public sealed class MailingService : IAsyncLifetime
{
    private readonly Channel<string> _written = Channel.CreateUnbounded<string>();
    private readonly List<MimeMessage> _read = [];
    private TestDatabase _database = null!;
    private TestSilo _silo = null!;
    private TestGateway _gateway = null!;
    private FileSystemWatcher _watcher = null!;

    public string Issuer { get; } = $"http://localhost:{FreePort.Next()}";

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(TestDatabase.ChosenEngine);
        Directory.CreateDirectory(_database.MailFolder);
        _watcher = new(_database.MailFolder, "*.eml") { EnableRaisingEvents = true };
        _watcher.Renamed += (_, file) => _written.Writer.TryWrite(file.FullPath);
        var settings = new Dictionary<string, string?>(_database.Settings) { ["Gateway:Issuer"] = Issuer };
        _silo = await TestSilo.StartAsync(settings, sendsMail: true);
        _gateway = await (await TestGateway.StartAsync([_silo.GatewayPort], settings, address: Issuer)).ReadyAsync();
    }

    /// <summary>The next mail to that address whose link opens that page.</summary>
    public async Task<MimeMessage> ReceiveAsync(string address, string page)
    {
        while (true)
        {
            if (_read.Find(mail => mail.To.Mailboxes.Single().Address == address && mail.TextBody!.Contains($"/{page}?", StringComparison.Ordinal)) is { } mail)
            {
                _read.Remove(mail);
                return mail;
            }

            _read.Add(await MimeMessage.LoadAsync(await _written.Reader.ReadAsync()));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _watcher.Dispose();
        await _gateway.DisposeAsync();
        await _silo.DisposeAsync();
        await _database.DisposeAsync();
    }
}
