using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace AuthServe.Grains.Verification;

/// <summary>Which grains have a row in storage, and which organizations there are rows of.</summary>
internal sealed class StoredKeys(DbDataSource database, IOptions<ClusterOptions> cluster)
{
    /// <summary>Every organization that is stored, or that anything stored says it belongs to.</summary>
    public async Task<ImmutableArray<Guid>> ListOrganizationsAsync()
    {
        var projected = await ReadAsync(
            """
            SELECT organization_id FROM organization_log UNION SELECT organization_id FROM directory_members
            UNION SELECT organization_id FROM directory_clients UNION SELECT organization_id FROM directory_member_roles
            """,
            row => row.GetFieldValue<Guid>(0));
        return [.. (await ListAsync("organization")).Union(projected).Order()];
    }

    /// <summary>The keys of grains whose key is a GUID.</summary>
    public Task<ImmutableArray<Guid>> ListAsync(string state) =>
        ReadAsync(Select("GrainIdN0, GrainIdN1"), row => ToGuid(row.GetInt64(0), row.GetInt64(1)), state);

    /// <summary>The keys of grains whose key is a text.</summary>
    public Task<ImmutableArray<string>> ListTextsAsync(string state) =>
        ReadAsync(Select("GrainIdExtensionString"), row => row.GetString(0), state);

    private static string Select(string columns) =>
        $"SELECT {columns} FROM OrleansStorage WHERE GrainTypeString = @state AND ServiceId = @service";

    // As the ADO.NET storage splits it.
    private static Guid ToGuid(long first, long second)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, first);
        BitConverter.TryWriteBytes(bytes[8..], second);
        return new(bytes);
    }

    private async Task<ImmutableArray<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> read, string? state = null)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var reader = (DbDataReader)await connection.ExecuteReaderAsync(sql, new { state, service = cluster.Value.ServiceId });
        var keys = ImmutableArray.CreateBuilder<T>();
        while (await reader.ReadAsync()) keys.Add(read(reader));
        return keys.ToImmutable();
    }
}
