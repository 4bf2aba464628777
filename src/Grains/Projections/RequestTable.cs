using System.Data.Common;
using AuthServe.Grains.Organizations;
using Dapper;

namespace AuthServe.Grains.Projections;

/// <summary>The requests that organizations have executed and may be sent again.</summary>
internal static class RequestTable
{
    public static Task WriteAsync(DbConnection connection, Guid organization, LogEntry entry, RequestEffect request) => connection.ExecuteAsync(
        """
        INSERT INTO organization_requests (organization_id, request_id, revision, answer, time)
        VALUES (@organization, @Id, @Revision, @Answer, @Time)
        """,
        new { organization, request.Id, entry.Revision, request.Answer, entry.Time });

    public static async Task<ExecutedRequest?> FindAsync(DbConnection connection, Guid organization, Guid request)
    {
        await using var reader = (DbDataReader)await connection.ExecuteReaderAsync(
            "SELECT revision, answer FROM organization_requests WHERE organization_id = @organization AND request_id = @request",
            new { organization, request });
        return await reader.ReadAsync() ? new(reader.GetInt64(0), reader.GetString(1)) : null;
    }
}
