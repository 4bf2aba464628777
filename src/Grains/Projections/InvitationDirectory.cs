using System.Collections.Immutable;
using System.Data.Common;
using AuthServe.GrainInterfaces.Invitations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Invitations;
using AuthServe.Grains.Storage;
using Dapper;

namespace AuthServe.Grains.Projections;

/// <summary>The directory of invitations that wait, at most one for an address.</summary>
internal static class InvitationDirectory
{
    public static Task WriteAsync(DbConnection connection, Guid organization, InvitationEffect effect) =>
        effect.State.Status == InvitationStatus.Pending
            ? connection.ExecuteAsync(
                """
                INSERT INTO directory_invitations
                    (organization_id, invitation_id, email, role, invited_by, created_at, expires_at, revision)
                VALUES (@organization, @id, @Email, @Role, @InvitedBy, @CreatedAt, @ExpiresAt, @Revision)
                ON CONFLICT (organization_id, invitation_id) DO UPDATE SET
                    role = excluded.role, invited_by = excluded.invited_by, created_at = excluded.created_at,
                    expires_at = excluded.expires_at, revision = excluded.revision
                """,
                new
                {
                    organization,
                    id = effect.Invitation,
                    effect.State.Email,
                    effect.State.Role,
                    effect.State.InvitedBy,
                    effect.State.CreatedAt,
                    effect.State.Link.ExpiresAt,
                    effect.State.Revision,
                })
            : connection.ExecuteAsync(
                "DELETE FROM directory_invitations WHERE organization_id = @organization AND invitation_id = @id",
                new { organization, id = effect.Invitation });

    public static async Task<Page<Invitation>> ListAsync(
        DbConnection connection, Guid organization, InvitationId? after, int limit, DateTimeOffset now)
    {
        var from = after is null ? "" : " AND invitation_id > @after";
        await using var reader = (DbDataReader)await connection.ExecuteReaderAsync(
            $"""
            SELECT invitation_id, email, role, invited_by, created_at, expires_at FROM directory_invitations
            WHERE organization_id = @organization AND expires_at > @now{from} ORDER BY invitation_id LIMIT @count
            """,
            new { organization, after = after?.Value, now, count = limit + 1 });
        var found = ImmutableArray.CreateBuilder<Invitation>();
        while (await reader.ReadAsync())
        {
            found.Add(new(
                new(reader.GetFieldValue<Guid>(0)), reader.GetString(1), reader.GetString(2), new(reader.GetFieldValue<Guid>(3)),
                reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<DateTimeOffset>(5)));
        }

        return Paging.Cut(found.ToImmutable(), limit, invitation => invitation.Id.ToString());
    }

    public static async Task<Guid?> FindAsync(DbConnection connection, Guid organization, string email)
    {
        await using var reader = (DbDataReader)await connection.ExecuteReaderAsync(
            "SELECT invitation_id FROM directory_invitations WHERE organization_id = @organization AND email = @email",
            new { organization, email });
        return await reader.ReadAsync() ? reader.GetFieldValue<Guid>(0) : null;
    }

    public static Task<int> CountAsync(DbConnection connection, Guid organization) => connection.ExecuteScalarAsync<int>(
        "SELECT count(*) FROM directory_invitations WHERE organization_id = @organization", new { organization });
}
