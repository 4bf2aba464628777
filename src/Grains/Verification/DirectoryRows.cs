using System.Data.Common;
using AuthServe.Grains.Projections;
using Dapper;

namespace AuthServe.Grains.Verification;

/// <summary>The directories as they stand in their tables.</summary>
internal sealed class DirectoryRows(DbDataSource database)
{
    public Task<List<MemberRow>> ListMembersAsync(Guid organization) => ReadAsync(
        """
        SELECT user_id, username, primary_email, display_name, display_key, is_active, joined_at, revision,
            (SELECT string_agg(role, ' ') FROM directory_member_roles r WHERE r.organization_id = m.organization_id AND r.user_id = m.user_id)
        FROM directory_members m WHERE organization_id = @organization
        UNION ALL
        SELECT user_id, '', '', NULL, NULL, FALSE, NULL, 0, string_agg(role, ' ')
        FROM directory_member_roles r WHERE organization_id = @organization AND NOT EXISTS
            (SELECT 1 FROM directory_members m WHERE m.organization_id = r.organization_id AND m.user_id = r.user_id)
        GROUP BY user_id
        """,
        new { organization },
        row => new MemberRow(
            row.GetFieldValue<Guid>(0), row.GetString(1), row.GetString(2), Text(row, 3), Text(row, 4), row.GetBoolean(5),
            row.IsDBNull(6) ? default : row.GetFieldValue<DateTimeOffset>(6), row.GetInt64(7), Sorted(Text(row, 8))));

    public Task<List<ClientRow>> ListClientsAsync(Guid organization) => ReadAsync(
        "SELECT client_id, name, created_at, revision FROM directory_clients WHERE organization_id = @organization",
        new { organization },
        row => new ClientRow(row.GetFieldValue<Guid>(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.GetInt64(3)));

    public Task<List<InvitationRow>> ListInvitationsAsync(Guid organization) => ReadAsync(
        """
        SELECT invitation_id, email, role, invited_by, expires_at, revision FROM directory_invitations WHERE organization_id = @organization
        """,
        new { organization },
        row => new InvitationRow(
            row.GetFieldValue<Guid>(0), row.GetString(1), row.GetString(2), row.GetFieldValue<Guid>(3), row.GetFieldValue<DateTimeOffset>(4),
            row.GetInt64(5)));

    /// <summary>Those of the organizations whose directory has the user.</summary>
    public async Task<HashSet<Guid>> ListOrganizationsOfMemberAsync(IEnumerable<Guid> organizations, Guid user)
    {
        var listed = new HashSet<Guid>();
        foreach (var organization in organizations)
        {
            var found = await ReadAsync(
                "SELECT user_id FROM directory_members WHERE organization_id = @organization AND user_id = @user", new { organization, user }, row => 1);
            if (found.Count > 0) listed.Add(organization);
        }

        return listed;
    }

    public async Task<bool> HasClientAsync(Guid organization, Guid client) => (await ReadAsync(
        "SELECT client_id FROM directory_clients WHERE organization_id = @organization AND client_id = @client",
        new { organization, client },
        row => 1)).Count > 0;

    private async Task<List<T>> ReadAsync<T>(string sql, object parameters, Func<DbDataReader, T> read)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var reader = (DbDataReader)await connection.ExecuteReaderAsync(sql, parameters);
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(read(reader));
        return rows;
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static string Sorted(string? roles) => roles is null ? "" : string.Join(' ', roles.Split(' ').Order(StringComparer.Ordinal));
}

/// <summary>A member as the directory has them, with their roles.</summary>
internal sealed record MemberRow(
    Guid User, string Username, string PrimaryEmail, string? DisplayName, string? DisplayKey, bool IsActive, DateTimeOffset JoinedAt,
    long Revision, string Roles);

/// <summary>An invitation as the directory has it.</summary>
internal sealed record InvitationRow(Guid Invitation, string Email, string Role, Guid InvitedBy, DateTimeOffset ExpiresAt, long Revision);

/// <summary>A client as the directory has it.</summary>
internal sealed record ClientRow(Guid Client, string Name, DateTimeOffset CreatedAt, long Revision);
