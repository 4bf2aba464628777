using System.Collections.Immutable;
using System.Data.Common;
using AuthServe.GrainInterfaces.Permissions;
using AuthServe.Grains.Organizations;
using Dapper;

namespace AuthServe.Grains.Projections;

/// <summary>Active members by the combination of their roles: as many rows as there are combinations, however many members.</summary>
internal static class MemberGroups
{
    // Each role is a parameter of its own: the two databases take lists in different ways.
    private static string Sql(IEnumerable<string> roles) =>
        $"""
        SELECT roles, total, user_id, username FROM (
            SELECT roles, user_id, username,
                count(*) OVER (PARTITION BY roles) AS total, row_number() OVER (PARTITION BY roles ORDER BY username) AS place
            FROM (
                SELECT m.user_id, m.username, string_agg(r.role, ' ' ORDER BY r.role) AS roles
                FROM directory_members m
                JOIN directory_member_roles r ON r.organization_id = m.organization_id AND r.user_id = m.user_id
                WHERE m.organization_id = @organization AND m.is_active = @isActive AND m.user_id IN (
                    SELECT a.user_id FROM directory_member_roles a WHERE a.organization_id = @organization AND a.role IN ({string.Join(", ", roles)}))
                GROUP BY m.user_id, m.username) AS members) AS places
        WHERE place <= @firstUsers ORDER BY roles, place
        """;

    public static async Task<ImmutableArray<AccountGroup>> ReadAsync(
        DbConnection connection, Guid organization, ImmutableArray<string> roles, int firstUsers)
    {
        var parameters = new DynamicParameters(new { organization, isActive = true, firstUsers });
        foreach (var (at, role) in roles.Index()) parameters.Add($"role{at}", role);
        var names = Enumerable.Range(0, roles.Length).Select(at => $"@role{at}");
        await using var reader = (DbDataReader)await connection.ExecuteReaderAsync(Sql(names), parameters);
        var groups = ImmutableArray.CreateBuilder<AccountGroup>();
        var (combination, size, users) = ("", 0, ImmutableArray.CreateBuilder<UserName>());
        while (await reader.ReadAsync())
        {
            var read = reader.GetString(0);
            if (read != combination) Close();
            (combination, size) = (read, (int)reader.GetInt64(1));
            users.Add(new(new(reader.GetFieldValue<Guid>(2)), reader.GetString(3)));
        }

        Close();
        return groups.ToImmutable();

        void Close()
        {
            if (users.Count > 0) groups.Add(new([.. combination.Split(' ').Order(StringComparer.Ordinal)], size, 0, users.ToImmutable()));
            users.Clear();
        }
    }
}
