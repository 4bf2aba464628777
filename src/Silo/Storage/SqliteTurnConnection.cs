using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace AuthServe.Silo.Storage;

/// <summary>
/// A connection that writes when its turn comes. SQLite has one writer at a time, makes the others sleep and try again on their threads,
/// and lets whoever tries next go first: under load writers starve, and the threads of the process with them. Here they queue before they
/// reach it, in order and without a thread. Reads wait for nobody. Only asynchronous calls queue.
/// </summary>
internal sealed class SqliteTurnConnection(string connectionString, SemaphoreSlim turn) : SqliteConnection(connectionString)
{
    // Kept for each connection and not in the file. Another process may hold the file too, such as a backup.
    private const string Settings = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000";
    private bool _hasTurn;

    public override void Open()
    {
        base.Open();
        using var settings = CreateCommand();
        settings.CommandText = Settings;
        settings.ExecuteNonQuery();
    }

    public override SqliteCommand CreateCommand() =>
        new SqliteTurnCommand(turn) { Connection = this, CommandTimeout = DefaultTimeout, Transaction = Transaction };

    // The driver has no other word for the end of a transaction, however it ends.
    protected override SqliteTransaction? Transaction
    {
        get => base.Transaction;
        set
        {
            base.Transaction = value;
            if (value is not null || !_hasTurn) return;
            _hasTurn = false;
            turn.Release();
        }
    }

    protected override async ValueTask<DbTransaction> BeginDbTransactionAsync(
        IsolationLevel isolationLevel, CancellationToken cancellationToken)
    {
        // Whose turn has come must not wait for the grain it writes for.
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var transaction = BeginTransaction(isolationLevel);
            _hasTurn = true;
            return transaction;
        }
        catch
        {
            turn.Release();
            throw;
        }
    }
}
