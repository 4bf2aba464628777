using System.Collections.Immutable;
using System.Data.Common;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.Invitations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.GrainInterfaces.Users;
using AuthServe.Grains.Invitations;
using AuthServe.Grains.Mail;
using AuthServe.Grains.Organizations;
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

        // What the directories have of a deleted organization goes in batches.
        if (entry.IsDeletion) await DeletionTable.AddAsync(connection, organization, entry.Time);
        foreach (var role in entry.IsDeletion ? [] : entry.RemovedRoles)
        {
            foreach (var table in (string[])["directory_member_roles", "directory_role_holders"])
                await connection.ExecuteAsync($"DELETE FROM {table} WHERE organization_id = @organization AND role = @role", new { organization, role });
        }

        if (entry.Member is { } account) await RoleHolders.WriteAsync(connection, organization, account);
        if (entry.Member is { Profile.IsService: false } member) await MemberDirectory.WriteAsync(connection, organization, member);
        if (entry.Client is { } client) await ClientDirectory.WriteAsync(connection, organization, client);
        if (entry.Request is { } request) await RequestTable.WriteAsync(connection, organization, entry, request);
        if (entry.Invitation is { } invitation) await InvitationDirectory.WriteAsync(connection, organization, invitation);
        var mail = MailOf(entry);
        if (mail is not null) await outbox.EnqueueAsync(connection, mail);
        await transaction.CommitAsync();
        if (mail is not null) outbox.Wake();
    }

    public async Task<ExecutedRequest?> FindRequestAsync(Guid organization, Guid request)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await RequestTable.FindAsync(connection, organization, request);
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

    public async Task<Page<Member>> ListMembersAsync(OrganizationId organization, MemberFilter filter, MemberPosition? after, int limit)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await DirectoryQuery.RunAsync(connection, organization.Value, filter, after, limit);
    }

    public async Task<ImmutableArray<AccountGroup>> GroupMembersAsync(Guid organization, ImmutableArray<string> roles, int firstUsers)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await MemberGroups.ReadAsync(connection, organization, roles, firstUsers);
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

    public async Task<ImmutableArray<Guid>> ListRoleHoldersAsync(
        Guid organization, IEnumerable<string> roles, string? resource, DateTimeOffset now, Guid? after, int count)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await RoleHolders.ListAsync(connection, organization, roles, resource, now, after, count);
    }

    private static MailItem? MailOf(LogEntry entry) => entry switch
    {
        { Invitation: { State: { Status: InvitationStatus.Pending } invited } invitation } =>
            new(MailKind.Invitation, invitation.Invitation, invited.Email),
        { Member: { IsNewAccount: true, HasNoPassword: true } account } => new(MailKind.Welcome, account.User, account.Profile.PrimaryEmail),
        { Member: { IsNewAccount: true, Profile: { IsService: false, IsEmailVerified: false } } account } =>
            new(MailKind.EmailVerification, account.User, account.Profile.PrimaryEmail),
        _ => null,
    };

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
}
