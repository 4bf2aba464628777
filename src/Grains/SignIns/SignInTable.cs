using System.Collections.Immutable;
using System.Data.Common;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.SignIns;
using Dapper;

namespace AuthServe.Grains.SignIns;

/// <summary>The table of sign-ins.</summary>
internal sealed class SignInTable(DbDataSource database)
{
    /// <summary>How many of a user are kept, the newest.</summary>
    public const int KeptOfAUser = 1_000;

    /// <summary>Writes them, all or none, and drops what its user has too many of.</summary>
    public async Task WriteAsync(IReadOnlyCollection<(UserId User, SignInEvent Event)> events)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(
            """
            INSERT INTO sign_in_events (user_id, event_id, time, outcome, client, organization_id, user_agent)
            VALUES (@user, @Id, @Time, @outcome, @Client, @organization, @Agent)
            ON CONFLICT DO NOTHING
            """,
            events.Select(noted => new
            {
                user = noted.User.Value,
                noted.Event.Id,
                noted.Event.Time,
                outcome = (int)noted.Event.Outcome,
                noted.Event.Place?.Client,
                organization = noted.Event.Place?.Organization?.Value,
                noted.Event.Place?.Agent,
            }));
        await connection.ExecuteAsync(
            """
            DELETE FROM sign_in_events WHERE user_id = @user AND event_id <=
                (SELECT event_id FROM sign_in_events WHERE user_id = @user ORDER BY event_id DESC LIMIT 1 OFFSET @KeptOfAUser)
            """,
            events.Select(noted => noted.User).Distinct().Select(user => new { user = user.Value, KeptOfAUser }));
        await transaction.CommitAsync();
    }

    /// <summary>At most so many of a user, the newest first, older than <paramref name="before"/>.</summary>
    public Task<ImmutableArray<SignInEvent>> ListAsync(UserId user, Guid? before, int count) =>
        ReadAsync("", new { user = user.Value, before, count });

    /// <summary>As <see cref="ListAsync"/>: what was meant for the organization, and failures, since that time.</summary>
    public Task<ImmutableArray<SignInEvent>> ListForAsync(UserId user, OrganizationId organization, DateTimeOffset since, Guid? before, int count) =>
        ReadAsync(
            $" AND time >= @since AND (organization_id = @organization OR outcome IN ({(int)SignInOutcome.Failed}, {(int)SignInOutcome.LockedOut}))",
            new { user = user.Value, organization = organization.Value, since, before, count });

    /// <summary>Deletes everything of a user.</summary>
    public async Task ForgetAsync(UserId user)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync("DELETE FROM sign_in_events WHERE user_id = @user", new { user = user.Value });
    }

    private async Task<ImmutableArray<SignInEvent>> ReadAsync(string condition, object parameters)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var reader = (DbDataReader)await connection.ExecuteReaderAsync(
            $"""
            SELECT event_id, time, outcome, client, organization_id, user_agent FROM sign_in_events
            WHERE user_id = @user{condition} AND (@before IS NULL OR event_id < @before) ORDER BY event_id DESC LIMIT @count
            """,
            parameters);
        var events = ImmutableArray.CreateBuilder<SignInEvent>();
        while (await reader.ReadAsync())
        {
            OrganizationId? organization = reader.IsDBNull(4) ? null : new(reader.GetFieldValue<Guid>(4));
            events.Add(new(
                reader.GetFieldValue<Guid>(0), reader.GetFieldValue<DateTimeOffset>(1), (SignInOutcome)reader.GetInt32(2),
                new(Text(reader, 3), organization, Text(reader, 5))));
        }

        return events.ToImmutable();
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
