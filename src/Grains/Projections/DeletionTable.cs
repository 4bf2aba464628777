using System.Data.Common;
using Dapper;

namespace AuthServe.Grains.Projections;

/// <summary>The organizations that are deleted and not yet gone, and what the directories still have of them. Its log stays.</summary>
internal sealed class DeletionTable(DbDataSource database) : IDisposable
{
    private readonly SemaphoreSlim _signals = new(0);

    /// <summary>Says that there is something to look at.</summary>
    public void Wake() => _signals.Release();

    /// <summary>Waits until it is worth looking, at most so long.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _signals.WaitAsync(longest, cancellationToken);

    /// <summary>Notes that an organization is deleted, with the entry that says so.</summary>
    public static Task AddAsync(DbConnection connection, Guid organization, DateTimeOffset deletedAt) => connection.ExecuteAsync(
        "INSERT INTO organization_deletions (organization_id, deleted_at) VALUES (@organization, @deletedAt)", new { organization, deletedAt });

    /// <summary>Those that are not yet gone.</summary>
    public Task<List<Guid>> ListAsync() => ReadAsync(
        "SELECT organization_id FROM organization_deletions ORDER BY deleted_at", null, static row => row.GetFieldValue<Guid>(0));

    /// <summary>At most so many accounts that are listed, those of clients first: nobody signs in with those.</summary>
    public async Task<List<ListedAccount>> ListAccountsAsync(Guid organization, int count)
    {
        var parameters = new { organization, count };
        var clients = await ReadAsync(
            "SELECT client_id FROM directory_clients WHERE organization_id = @organization ORDER BY client_id LIMIT @count", parameters,
            static row => new ListedAccount(row.GetFieldValue<Guid>(0), IsClient: true));
        if (clients.Count > 0) return clients;
        return await ReadAsync(
            "SELECT user_id FROM directory_members WHERE organization_id = @organization ORDER BY user_id LIMIT @count", parameters,
            static row => new ListedAccount(row.GetFieldValue<Guid>(0), IsClient: false));
    }

    /// <summary>At most so many invitations that are listed.</summary>
    public Task<List<Guid>> ListInvitationsAsync(Guid organization, int count) => ReadAsync(
        "SELECT invitation_id FROM directory_invitations WHERE organization_id = @organization ORDER BY invitation_id LIMIT @count",
        new { organization, count }, static row => row.GetFieldValue<Guid>(0));

    /// <summary>Lists these accounts no more.</summary>
    public Task RemoveAccountsAsync(Guid organization, IReadOnlyList<ListedAccount> accounts) => WriteAsync(async connection =>
    {
        var users = accounts.Select(account => new { organization, user = account.Id }).ToArray();
        await connection.ExecuteAsync(MemberDirectory.RemoveRoles, users);
        await connection.ExecuteAsync(RoleHolders.Remove, users);
        await connection.ExecuteAsync("DELETE FROM directory_members WHERE organization_id = @organization AND user_id = @user", users);
        await connection.ExecuteAsync("DELETE FROM directory_clients WHERE organization_id = @organization AND client_id = @user", users);
    });

    /// <summary>Lists these invitations no more.</summary>
    public Task RemoveInvitationsAsync(Guid organization, IReadOnlyList<Guid> invitations) => WriteAsync(connection => connection.ExecuteAsync(
        "DELETE FROM directory_invitations WHERE organization_id = @organization AND invitation_id = @invitation",
        invitations.Select(invitation => new { organization, invitation }).ToArray()));

    /// <summary>Forgets an organization of which nothing is left.</summary>
    public Task CompleteAsync(Guid organization) => WriteAsync(connection => connection.ExecuteAsync(
        "DELETE FROM organization_deletions WHERE organization_id = @organization", new { organization }));

    public void Dispose() => _signals.Dispose();

    private async Task WriteAsync(Func<DbConnection, Task> write)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await write(connection);
        await transaction.CommitAsync();
    }

    private async Task<List<T>> ReadAsync<T>(string sql, object? parameters, Func<DbDataReader, T> convert)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var reader = (DbDataReader)await connection.ExecuteReaderAsync(sql, parameters);
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(convert(reader));
        return rows;
    }
}

/// <summary>An account in a directory.</summary>
/// <param name="Id">The user, or the client whose account has the same id.</param>
/// <param name="IsClient">Whether it is a client's.</param>
internal readonly record struct ListedAccount(Guid Id, bool IsClient);
