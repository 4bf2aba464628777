using System.Data.Common;
using Dapper;

namespace AuthServe.Grains.Mail;

/// <summary>
/// The outbox in the silo's own database; any silo may send what any other put in. A mail is claimed for a time by whoever tries it, which
/// counts the attempt: of two that want the same, one finds it counted already. Who claimed it and is gone leaves it to the next.
/// </summary>
internal sealed class SqlMailOutbox(DbDataSource database, TimeProvider time) : IMailOutbox, IDisposable
{
    /// <summary>How long a claim holds: longer than an attempt may take.</summary>
    public static readonly TimeSpan ClaimPeriod = TimeSpan.FromMinutes(3);

    private const int MaxSignals = 4;
    private const int LookedAtOnce = 20;
    private readonly SemaphoreSlim _signals = new(0, MaxSignals);
    private readonly Lock _signalling = new();

    public async Task EnqueueAsync(MailItem item)
    {
        await using (var connection = await database.OpenConnectionAsync()) await EnqueueAsync(connection, item);
        Wake();
    }

    public Task EnqueueAsync(DbConnection connection, MailItem item) => InsertAsync(connection, item, int.MaxValue);

    public async Task<bool> TryEnqueueAsync(MailItem item, int limit)
    {
        await using (var connection = await database.OpenConnectionAsync())
        {
            if (await InsertAsync(connection, item, limit) == 0) return false;
        }

        Wake();
        return true;
    }

    public void Wake()
    {
        lock (_signalling)
        {
            if (_signals.CurrentCount < MaxSignals) _signals.Release();
        }
    }

    /// <summary>Waits until it is worth looking into the outbox, at most so long.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _signals.WaitAsync(longest, cancellationToken);

    /// <summary>Claims the mail that has been due for longest; null when none is.</summary>
    public async Task<ClaimedMail?> ClaimAsync()
    {
        await using var connection = await database.OpenConnectionAsync();
        while (await ListDueAsync(connection) is { Count: > 0 } due)
        {
            foreach (var mail in due)
            {
                if (await TryClaimAsync(connection, mail)) return mail with { Attempts = mail.Attempts + 1 };
            }
        }

        return null;
    }

    /// <summary>Leaves a claimed mail for another attempt, unless somebody else has claimed it since.</summary>
    public async Task PostponeAsync(ClaimedMail mail, TimeSpan pause)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            "UPDATE mail_outbox SET next_attempt_at = @next WHERE id = @Id AND attempts = @Attempts",
            new { next = time.GetUtcNow() + pause, mail.Mail.Id, mail.Attempts });
    }

    /// <summary>Removes a mail: it is sent, or never will be.</summary>
    public async Task RemoveAsync(ClaimedMail mail)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync("DELETE FROM mail_outbox WHERE id = @Id", new { mail.Mail.Id });
    }

    public void Dispose() => _signals.Dispose();

    private Task<int> InsertAsync(DbConnection connection, MailItem item, int limit)
    {
        var now = time.GetUtcNow();
        var insert = "INSERT INTO mail_outbox (id, kind, subject_id, recipient, created_at, attempts, next_attempt_at) "
            + "SELECT @id, @kind, @Subject, @Recipient, @now, 0, @now";
        if (limit < int.MaxValue)
            insert += " WHERE (SELECT count(*) FROM (SELECT 1 FROM mail_outbox WHERE kind = @kind LIMIT @limit) AS waiting) < @limit";
        return connection.ExecuteAsync(
            insert, new { id = Guid.CreateVersion7(now), kind = MailKinds.NameOf(item.Kind), item.Subject, item.Recipient, now, limit });
    }

    private async Task<bool> TryClaimAsync(DbConnection connection, ClaimedMail mail) => await connection.ExecuteAsync(
        "UPDATE mail_outbox SET attempts = attempts + 1, next_attempt_at = @until WHERE id = @Id AND attempts = @Attempts",
        new { until = time.GetUtcNow() + ClaimPeriod, mail.Mail.Id, mail.Attempts }) == 1;

    private async Task<List<ClaimedMail>> ListDueAsync(DbConnection connection)
    {
        await using var reader = (DbDataReader)await connection.ExecuteReaderAsync(
            """
            SELECT id, kind, subject_id, recipient, created_at, attempts FROM mail_outbox
            WHERE next_attempt_at <= @now ORDER BY next_attempt_at LIMIT @count
            """,
            new { now = time.GetUtcNow(), count = LookedAtOnce });
        var due = new List<ClaimedMail>();
        while (await reader.ReadAsync())
        {
            var subject = await reader.IsDBNullAsync(2) ? (Guid?)null : reader.GetFieldValue<Guid>(2);
            var mail = new QueuedMail(
                reader.GetFieldValue<Guid>(0), MailKinds.Named(reader.GetString(1)), subject, reader.GetString(3),
                reader.GetFieldValue<DateTimeOffset>(4));
            due.Add(new(mail, reader.GetInt32(5)));
        }

        return due;
    }
}

/// <summary>A mail whose attempt is under way.</summary>
/// <param name="Mail">What is to be sent.</param>
/// <param name="Attempts">How often it was claimed, this time included.</param>
internal sealed record ClaimedMail(QueuedMail Mail, int Attempts);
