using System.Collections.Immutable;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Storage;
using Dapper;

namespace AuthServe.Grains.Projections;

/// <summary>Reads pages of the directory of members.</summary>
internal static class DirectoryQuery
{
    /// <summary>Text in the one form that searching compares: NFKC, lower case.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? SearchKey(string? text) => text?.Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    public static async Task<Page<Member>> RunAsync(DbConnection connection, Guid organization, MemberFilter filter, string? after, int limit)
    {
        var parameters = new { organization, after, prefix = Prefix(filter.Query), filter.Role, filter.IsActive, count = limit + 1 };
        return Paging.Cut([.. await ReadAsync(connection, Select(filter, after), parameters)], limit, member => member.Username);
    }

    private static string Select(MemberFilter filter, string? after)
    {
        var sql = new StringBuilder(
            """
            SELECT user_id, username, primary_email, display_name, is_active, joined_at,
                (SELECT string_agg(r.role, ' ') FROM directory_member_roles r
                    WHERE r.organization_id = m.organization_id AND r.user_id = m.user_id)
            FROM directory_members m WHERE organization_id = @organization
            """);
        if (after is not null) sql.Append(" AND username > @after");
        if (filter.IsActive is not null) sql.Append(" AND is_active = @IsActive");
        if (filter.Query is not null)
            sql.Append(" AND (username LIKE @prefix ESCAPE '!' OR primary_email LIKE @prefix ESCAPE '!' OR display_key LIKE @prefix ESCAPE '!')");
        if (filter.Role is not null)
        {
            sql.Append(
                """
                 AND EXISTS (SELECT 1 FROM directory_member_roles r
                    WHERE r.organization_id = m.organization_id AND r.user_id = m.user_id AND r.role = @Role)
                """);
        }

        return sql.Append(" ORDER BY username LIMIT @count").ToString();
    }

    private static string? Prefix(string? query) =>
        SearchKey(query)?.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal) + "%";

    private static async Task<List<Member>> ReadAsync(DbConnection connection, string sql, object parameters)
    {
        await using var reader = (DbDataReader)await connection.ExecuteReaderAsync(sql, parameters);
        var rows = new List<Member>();
        while (await reader.ReadAsync())
        {
            rows.Add(new(
                new(reader.GetFieldValue<Guid>(0)), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.GetBoolean(4), Roles(reader, 6), reader.GetFieldValue<DateTimeOffset>(5)));
        }

        return rows;
    }

    private static ImmutableArray<string> Roles(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? [] : [.. reader.GetString(column).Split(' ').Order(StringComparer.Ordinal)];
}
