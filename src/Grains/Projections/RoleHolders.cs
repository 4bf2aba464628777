using System.Collections.Immutable;
using System.Data.Common;
using AuthServe.Grains.Users;
using Dapper;

namespace AuthServe.Grains.Projections;

/// <summary>Who has which role and may use it: active members, and the accounts of OAuth clients.</summary>
internal static class RoleHolders
{
    /// <summary>Removes what an account has. Parameters: organization, user.</summary>
    internal const string Remove = "DELETE FROM directory_role_holders WHERE organization_id = @organization AND user_id = @user";

    // SQLite takes 500 terms in one compound statement, and 999 was the most parameters for long.
    private const int RangesAtOnce = 200;

    /// <summary>Writes the roles of an account as an entry leaves them.</summary>
    public static async Task WriteAsync(DbConnection connection, Guid organization, MemberEffect effect)
    {
        await connection.ExecuteAsync(Remove, new { organization, user = effect.User });
        if (effect.Membership is not { IsActive: true } membership) return;

        await connection.ExecuteAsync(
            """
            INSERT INTO directory_role_holders (organization_id, role, resource, user_id, expires_at)
            VALUES (@organization, @Role, @resource, @user, @end)
            """,
            membership.Assignments
                .Where(assignment => assignment.Resource != "")
                .GroupBy(assignment => (assignment.Role, Resource: assignment.Resource ?? ""))
                .Select(same => new { organization, same.Key.Role, resource = same.Key.Resource, user = effect.User, end = End(same) }));
    }

    /// <summary>The accounts that have one of the roles for the object or the whole organization, by id.</summary>
    /// <param name="connection">To the database with the projections.</param>
    /// <param name="organization">Where they have it.</param>
    /// <param name="roles">Any of these roles.</param>
    /// <param name="resource">The object, <c>type/id</c>; null for the organization as a whole.</param>
    /// <param name="now">Decides what has expired.</param>
    /// <param name="after">The last id before these; null for the first.</param>
    /// <param name="count">The most to answer.</param>
    public static async Task<ImmutableArray<Guid>> ListAsync(
        DbConnection connection, Guid organization, IEnumerable<string> roles, string? resource, DateTimeOffset now, Guid? after, int count)
    {
        var found = new SortedSet<Guid>();
        // PostgreSQL stores no text with a NUL, so no role is limited to such an object, and cannot be asked for one either.
        string[] resources = resource is null || resource.Contains('\0', StringComparison.Ordinal) ? [""] : ["", resource];
        foreach (var ranges in roles.SelectMany(role => resources.Select(resource => (Role: role, Resource: resource))).Chunk(RangesAtOnce))
        {
            var parameters = new DynamicParameters(new { organization, now, after = after ?? Guid.Empty, count });
            var sql = ranges.Select((range, number) =>
            {
                parameters.Add($"role{number}", range.Role);
                parameters.Add($"resource{number}", range.Resource);
                return
                    $"""
                    SELECT * FROM (
                        SELECT user_id FROM directory_role_holders
                        WHERE organization_id = @organization AND role = @role{number} AND resource = @resource{number} AND user_id > @after
                            AND (expires_at IS NULL OR expires_at > @now)
                        ORDER BY user_id LIMIT @count) AS range{number}
                    """;
            });
            found.UnionWith(await ReadAsync(connection, $"{string.Join("\nUNION\n", sql)}\nORDER BY user_id LIMIT @count", parameters));
        }

        return [.. found.Take(count)];
    }

    // Of assignments that differ in their end alone, the last one decides.
    private static DateTimeOffset? End(IEnumerable<AssignmentState> same) =>
        same.Any(assignment => assignment.ExpiresAt is null) ? null : same.Max(assignment => assignment.ExpiresAt)?.ToUniversalTime();

    private static async Task<List<Guid>> ReadAsync(DbConnection connection, string sql, object parameters)
    {
        await using var reader = (DbDataReader)await connection.ExecuteReaderAsync(sql, parameters);
        var users = new List<Guid>();
        while (await reader.ReadAsync()) users.Add(reader.GetFieldValue<Guid>(0));
        return users;
    }
}
