using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace AuthServe.Silo.Storage;

/// <summary>A command that, when it writes outside a transaction, waits for its turn and keeps it until it is disposed.</summary>
internal sealed class SqliteTurnCommand(SemaphoreSlim turn) : SqliteCommand
{
    private bool _hasTurn;

    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken)
    {
        await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        return ExecuteNonQuery();
    }

    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken)
    {
        await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        return ExecuteScalar();
    }

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken)
    {
        await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        return ExecuteReader(behavior);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!_hasTurn) return;
        _hasTurn = false;
        turn.Release();
    }

    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        if (_hasTurn || Transaction is not null || IsRead(CommandText)) return;
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        _hasTurn = true;
    }

    private static bool IsRead(ReadOnlySpan<char> sql) => sql.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase);
}
