using System.Collections.Concurrent;
using System.Data.Common;
using AuthServe.Grains.Mail;
using AuthServe.Silo.Storage;
using AuthServe.Support.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace AuthServe.Postgres.Tests.Mail;

/// <summary>A database with an outbox, and any number of silos' senders beside it, which send when the test says so.</summary>
internal sealed class Post : IMailSource, IMailTransport, IHostApplicationLifetime, IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly DbDataSource _source;
    private readonly MailOptions _options = new();

    private Post(TestDatabase database, DbDataSource source)
    {
        (_database, _source) = (database, source);
        Outbox = new(source, Clock);
    }

    public FakeTimeProvider Clock { get; } = new();

    public SqlMailOutbox Outbox { get; }

    /// <summary>Mail handed to the server.</summary>
    public ConcurrentBag<OutgoingMail> Tried { get; } = [];

    /// <summary>What the server says.</summary>
    public MailOutcome Answer { get; set; } = MailOutcome.Delivered;

    /// <summary>Whether the mail is still wanted.</summary>
    public bool IsWanted { get; set; } = true;

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => CancellationToken.None;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public static async Task<Post> OpenAsync(StorageEngine engine)
    {
        var database = await TestDatabase.CreateAsync(engine);
        var options = new StorageOptions { Provider = engine is StorageEngine.Postgres ? StorageOptions.Postgres : StorageOptions.Sqlite };
        DbDataSource source = database switch
        {
            PostgresDatabase postgres => NpgsqlDataSource.Create(postgres.ConnectionString),
            EmbeddedDatabase embedded => new SqliteDataSource(embedded.DatabaseFile),
            _ => throw new NotSupportedException(),
        };
        await new Migrations(source, Options.Create(options), NullLogger<Migrations>.Instance).ApplyAsync(CancellationToken.None);
        return new(database, source);
    }

    public MailSender Sender() => new(
        new(_source, Clock), this, new(Options.Create(_options)), this, Options.Create(_options), this, Clock, NullLogger<MailSender>.Instance);

    /// <summary>Sends whatever is due; how many were tried.</summary>
    public async Task<int> SendDueAsync(MailSender sender)
    {
        var before = Tried.Count;
        while (await sender.TrySendNextAsync())
        {
        }

        return Tried.Count - before;
    }

    public Task EnqueueAsync(string recipient = "alice@example.com") =>
        Outbox.EnqueueAsync(new(MailKind.Invitation, Guid.NewGuid(), recipient));

    /// <summary>A transaction that puts a mail into the outbox.</summary>
    public async Task EnqueueInTransactionAsync(bool commit)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Outbox.EnqueueAsync(connection, new(MailKind.Invitation, Guid.NewGuid(), "alice@example.com"));
        if (commit) await transaction.CommitAsync();
    }

    public async Task<long> WaitingAsync() => (long)(await _database.ExecuteAsync("SELECT count(*) FROM mail_outbox"))!;

    public Task<MailContent?> ComposeAsync(QueuedMail mail) => Task.FromResult(IsWanted
        ? new MailContent { Token = "token", ExpiresAt = Clock.GetUtcNow().AddHours(1), Organization = "Acme", Inviter = "Zoë" }
        : null);

    public Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        Tried.Add(mail);
        return Task.FromResult(Answer);
    }

    public void StopApplication()
    {
    }

    public async ValueTask DisposeAsync()
    {
        Outbox.Dispose();
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }
}
