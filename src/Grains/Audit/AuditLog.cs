using System.Collections.Immutable;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Audit;
using Dapper;

namespace AuthServe.Grains.Audit;

/// <summary>Reads the table of the organizations' logs, which their projection writes.</summary>
internal sealed class AuditLog(DbDataSource database)
{
    private const string Columns = "revision, time, actor_id, command, target, before, after, request_id, hash";

    /// <summary>At most so many entries, the newest first, older than <paramref name="before"/>.</summary>
    public async Task<ImmutableArray<AuditEntry>> ListAsync(Guid organization, AuditFilter filter, long? before, int count)
    {
        var sql = new StringBuilder($"SELECT {Columns} FROM organization_log WHERE organization_id = @organization");
        if (before is not null) sql.Append(" AND revision < @before");
        if (filter.Actor is not null) sql.Append(" AND actor_id = @actor");
        if (filter.Subject is not null) sql.Append(" AND target = @Subject");
        if (filter.Command is not null) sql.Append(" AND command = @Command");
        if (filter.From is not null) sql.Append(" AND time >= @from");
        if (filter.To is not null) sql.Append(" AND time < @to");
        sql.Append(" ORDER BY revision DESC LIMIT @count");

        var parameters = new
        {
            organization,
            before,
            actor = filter.Actor?.Value,
            filter.Subject,
            filter.Command,
            from = filter.From?.ToUniversalTime(),
            to = filter.To?.ToUniversalTime(),
            count,
        };
        var found = ImmutableArray.CreateBuilder<AuditEntry>();
        await foreach (var entry in ReadAsync(sql.ToString(), parameters, CancellationToken.None)) found.Add(entry);
        return found.ToImmutable();
    }

    /// <summary>The entries after that revision, from 0 on also those that come before every revision, the oldest first, one at a time.</summary>
    public IAsyncEnumerable<AuditEntry> ReadAsync(Guid organization, long after, long last, CancellationToken cancellationToken) => ReadAsync(
        $"""
        SELECT {Columns} FROM organization_log
        WHERE organization_id = @organization AND revision > @after AND revision <= @last ORDER BY revision
        """,
        new { organization, after = after == 0 ? long.MinValue : after, last },
        cancellationToken);

    /// <summary>The newest revision; null when there is none.</summary>
    public async Task<long?> FindNewestAsync(Guid organization)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long?>(
            "SELECT max(revision) FROM organization_log WHERE organization_id = @organization", new { organization });
    }

    /// <summary>The oldest revision after that one; null when there is none.</summary>
    public async Task<long?> FindNextAsync(Guid organization, long after)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long?>(
            "SELECT min(revision) FROM organization_log WHERE organization_id = @organization AND revision > @after",
            new { organization, after });
    }

    private async IAsyncEnumerable<AuditEntry> ReadAsync(
        string sql, object parameters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var reader = (DbDataReader)await connection.ExecuteReaderAsync(
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        while (await reader.ReadAsync(cancellationToken)) yield return Read(reader);
    }

    private static AuditEntry Read(DbDataReader row) => new(
        row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.IsDBNull(2) ? null : new UserId(row.GetFieldValue<Guid>(2)),
        row.GetString(3), row.GetString(4), Text(row, 5), Text(row, 6), Text(row, 7), Text(row, 8));

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
