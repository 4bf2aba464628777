using System.Data.Common;
using AuthServe.Silo.Storage;
using AuthServe.Support.Storage;

namespace AuthServe.Postgres.Tests.Storage;

public sealed class SqliteTurnTests : IAsyncLifetime
{
    private readonly EmbeddedDatabase _database = new();
    private readonly SqliteDataSource _source;
    private DbConnection _one = null!;
    private DbConnection _other = null!;

    public SqliteTurnTests() => _source = new(_database.DatabaseFile);

    public async ValueTask InitializeAsync()
    {
        _one = await _source.OpenConnectionAsync();
        _other = await _source.OpenConnectionAsync();
        await WriteAsync(_one, "PRAGMA journal_mode = WAL");
        await WriteAsync(_one, "CREATE TABLE line (text TEXT UNIQUE)");
    }

    [Fact]
    public async Task A_writer_waits_for_a_transaction_without_a_thread()
    {
        var transaction = await _one.BeginTransactionAsync();
        await WriteAsync(_one, "INSERT INTO line VALUES ('one')");

        var other = WriteAsync(_other, "INSERT INTO line VALUES ('other')");

        Assert.False(other.IsCompleted);
        await transaction.CommitAsync();
        await other;
        Assert.Equal(2L, await CountAsync(_one));
    }

    [Fact]
    public async Task A_reader_waits_for_nobody()
    {
        await using var transaction = await _one.BeginTransactionAsync();
        await WriteAsync(_one, "INSERT INTO line VALUES ('one')");

        Assert.Equal(0L, await CountAsync(_other));
    }

    [Fact]
    public async Task A_transaction_that_is_left_gives_its_turn_back()
    {
        var transaction = await _one.BeginTransactionAsync();
        var other = _other.BeginTransactionAsync().AsTask();
        Assert.False(other.IsCompleted);

        await transaction.DisposeAsync();

        await using var next = await other;
    }

    [Fact]
    public async Task A_connection_that_is_left_gives_its_turn_back()
    {
        await _one.BeginTransactionAsync();

        await _one.DisposeAsync();

        await WriteAsync(_other, "INSERT INTO line VALUES ('other')");
    }

    [Fact]
    public async Task A_failed_write_gives_its_turn_back()
    {
        await WriteAsync(_one, "INSERT INTO line VALUES ('one')");
        await Assert.ThrowsAnyAsync<DbException>(() => WriteAsync(_one, "INSERT INTO line VALUES ('one')"));

        await WriteAsync(_other, "INSERT INTO line VALUES ('other')");
    }

    [Fact]
    public async Task A_writer_that_gives_up_waiting_takes_nobodys_turn()
    {
        var transaction = await _one.BeginTransactionAsync();
        using var patience = new CancellationTokenSource();
        var other = _other.BeginTransactionAsync(patience.Token).AsTask();

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
        await transaction.CommitAsync();
        await WriteAsync(_other, "INSERT INTO line VALUES ('other')");
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static async Task WriteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> CountAsync(DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM line";
        return await command.ExecuteScalarAsync();
    }
}
