using System.Collections.Immutable;
using System.Data.Common;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Invitations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Invitations;
using AuthServe.Grains.Mail;
using AuthServe.Grains.Organizations;
using AuthServe.Grains.Users;
using Dapper;

namespace AuthServe.Grains.Projections;

/// <summary>The projections in the silo's own database; the SQL is the part that SQLite and PostgreSQL share.</summary>
internal sealed class SqlProjections(DbDataSource database, IMailOutbox outbox) : IProjections
{
    public async Task<bool> ContainsAsync(Guid organization, long revision)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM organization_log WHERE organization_id = @organization AND revision = @revision",
            new { organization, revision }) > 0;
    }

    public async Task WriteAsync(Guid organization, LogEntry entry)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        // Its row is in the log: so is all else, and what newer entries made of it since.
        if (await AppendToLogAsync(connection, organization, entry) == 0) return;

        foreach (var role in entry.RemovedRoles)
        {
            await connection.ExecuteAsync(
                "DELETE FROM directory_member_roles WHERE organization_id = @organization AND role = @role", new { organization, role });
        }

        if (entry.Member is { Profile.IsService: false } member) await WriteMemberAsync(connection, organization, member);
        if (entry.Client is { } client) await ClientDirectory.WriteAsync(connection, organization, client);
        if (entry.Invitation is { } invitation) await InvitationDirectory.WriteAsync(connection, organization, invitation);
        var mail = entry.Invitation is { State: { Status: InvitationStatus.Pending } invited }
            ? new MailItem(MailKind.Invitation, entry.Invitation.Invitation, invited.Email)
            : null;
        if (mail is not null) await outbox.EnqueueAsync(connection, mail);
        await transaction.CommitAsync();
        if (mail is not null) outbox.Wake();
    }

    public async Task<Page<Invitation>> ListInvitationsAsync(Guid organization, InvitationId? after, int limit, DateTimeOffset now)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await InvitationDirectory.ListAsync(connection, organization, after, limit, now);
    }

    public async Task<Guid?> FindInvitationAsync(Guid organization, string email)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await InvitationDirectory.FindAsync(connection, organization, email);
    }

    public async Task<int> CountInvitationsAsync(Guid organization)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await InvitationDirectory.CountAsync(connection, organization);
    }

    public async Task<Page<Member>> ListMembersAsync(OrganizationId organization, MemberFilter filter, string? after, int limit)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await DirectoryQuery.RunAsync(connection, organization.Value, filter, after, limit);
    }

    public async Task<ImmutableArray<Guid>> ListClientsAsync(Guid organization, Guid? after, int count)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await ClientDirectory.ListAsync(connection, organization, after, count);
    }

    public async Task<int> CountClientsAsync(Guid organization)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await ClientDirectory.CountAsync(connection, organization);
    }

    private static Task<int> AppendToLogAsync(DbConnection connection, Guid organization, LogEntry entry) => connection.ExecuteAsync(
        """
        INSERT INTO organization_log (organization_id, revision, time, actor_id, command, target, before, after, request_id, hash)
        VALUES (@organization, @Revision, @Time, @Actor, @Command, @Target, @Before, @After, @RequestId, @Hash)
        ON CONFLICT DO NOTHING
        """,
        new
        {
            organization,
            entry.Revision,
            entry.Time,
            entry.Actor,
            entry.Command,
            entry.Target,
            entry.Before,
            entry.After,
            entry.RequestId,
            entry.Hash,
        });

    private static async Task WriteMemberAsync(DbConnection connection, Guid organization, MemberEffect effect)
    {
        var key = new { organization, user = effect.User };
        await connection.ExecuteAsync("DELETE FROM directory_member_roles WHERE organization_id = @organization AND user_id = @user", key);
        if (effect.Membership is not { } membership)
        {
            await connection.ExecuteAsync("DELETE FROM directory_members WHERE organization_id = @organization AND user_id = @user", key);
            return;
        }

        await UpsertMemberAsync(connection, organization, effect.User, effect.Profile, membership);
        await connection.ExecuteAsync(
            "INSERT INTO directory_member_roles (organization_id, user_id, role) VALUES (@organization, @user, @role)",
            membership.Assignments
                .Select(assignment => assignment.Role)
                .Distinct(StringComparer.Ordinal)
                .Select(role => new { organization, user = effect.User, role }));
    }

    private static Task<int> UpsertMemberAsync(
        DbConnection connection, Guid organization, Guid user, AccountProfile profile, MembershipState membership) => connection.ExecuteAsync(
        """
        INSERT INTO directory_members
            (organization_id, user_id, username, primary_email, display_name, display_key, is_active, joined_at, revision)
        VALUES (@organization, @user, @Username, @PrimaryEmail, @DisplayName, @DisplayKey, @IsActive, @JoinedAt, @Revision)
        ON CONFLICT (organization_id, user_id) DO UPDATE SET
            username = excluded.username, primary_email = excluded.primary_email, display_name = excluded.display_name,
            display_key = excluded.display_key, is_active = excluded.is_active, joined_at = excluded.joined_at, revision = excluded.revision
        """,
        new
        {
            organization,
            user,
            profile.Username,
            profile.PrimaryEmail,
            DisplayName = membership.DisplayName ?? profile.DisplayName,
            DisplayKey = DirectoryQuery.SearchKey(membership.DisplayName ?? profile.DisplayName),
            membership.IsActive,
            membership.JoinedAt,
            membership.Revision,
        });
}
