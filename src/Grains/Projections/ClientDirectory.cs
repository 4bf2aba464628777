using System.Collections.Immutable;
using System.Data.Common;
using AuthServe.Grains.Clients;
using Dapper;

namespace AuthServe.Grains.Projections;

/// <summary>The directory of clients: which there are, and in what order. What they are is read from their grains.</summary>
internal static class ClientDirectory
{
    public static Task WriteAsync(DbConnection connection, Guid organization, ClientEffect effect) => effect.State is { } client
        ? connection.ExecuteAsync(
            """
            INSERT INTO directory_clients (organization_id, client_id, name, created_at, revision)
            VALUES (@organization, @id, @Name, @CreatedAt, @Revision)
            ON CONFLICT (organization_id, client_id) DO UPDATE SET name = excluded.name, revision = excluded.revision
            """,
            new { organization, id = effect.Client, client.Name, client.CreatedAt, client.Revision })
        : connection.ExecuteAsync(
            "DELETE FROM directory_clients WHERE organization_id = @organization AND client_id = @id",
            new { organization, id = effect.Client });

    public static async Task<ImmutableArray<Guid>> ListAsync(DbConnection connection, Guid organization, Guid? after, int count)
    {
        var from = after is null ? "" : " AND client_id > @after";
        await using var reader = (DbDataReader)await connection.ExecuteReaderAsync(
            $"SELECT client_id FROM directory_clients WHERE organization_id = @organization{from} ORDER BY client_id LIMIT @count",
            new { organization, after, count });
        var ids = ImmutableArray.CreateBuilder<Guid>();
        while (await reader.ReadAsync()) ids.Add(reader.GetFieldValue<Guid>(0));
        return ids.ToImmutable();
    }

    public static Task<int> CountAsync(DbConnection connection, Guid organization) => connection.ExecuteScalarAsync<int>(
        "SELECT count(*) FROM directory_clients WHERE organization_id = @organization", new { organization });
}
