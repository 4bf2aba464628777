using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace AuthServe.Http;

/// <summary>
/// What is measured on: the embedded database or, with <c>AUTHSERVE_BENCH_POSTGRES</c>, the empty one on PostgreSQL that this connection
/// string names.
/// </summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("authserve-bench-").FullName;
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly string? _postgres = Environment.GetEnvironmentVariable("AUTHSERVE_BENCH_POSTGRES");

    /// <summary>The silo's settings, as environment variables.</summary>
    public IReadOnlyDictionary<string, string> Settings => _postgres is null
        ? new Dictionary<string, string> { ["AuthServe__Storage__DataFolder"] = _folder }
        : new Dictionary<string, string>
        {
            ["AuthServe__Storage__Provider"] = "postgres",
            ["AuthServe__Storage__ConnectionString"] = _postgres,
            ["AuthServe__Keys__EncryptionKey"] = _key,
        };

    /// <summary>Puts so many members into the directory of an organization, as if they had been added: all active but one in a thousand.</summary>
    public async Task SeedAsync(Guid organization, int members)
    {
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var id = _postgres is null ? $"'{organization:D}'".ToUpperInvariant() : $"'{organization:D}'::uuid";
        foreach (var sql in Statements(id, members)) await ExecuteAsync(connection, sql);
        await transaction.CommitAsync();
    }

    /// <summary>Stores so many more users: nobody's, but as many and as large as if they were somebody's.</summary>
    public async Task StoreUsersAsync(int users)
    {
        await using var connection = await ConnectAsync();
        string[] statements = _postgres is null
            ?
            [
                $"""
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {users})
                INSERT INTO OrleansStorage
                SELECT random() & 2147483647, GrainTypeHash, random(), random(), GrainTypeString, NULL, ServiceId, PayloadBinary, ModifiedOn, 1
                FROM n, (SELECT * FROM OrleansStorage WHERE GrainTypeString = 'user' LIMIT 1)
                """,
                "ANALYZE",
            ]
            :
            [
                $"""
                INSERT INTO OrleansStorage
                SELECT (random() * 2147483647)::integer, GrainTypeHash, (random() * 9e18)::bigint, (random() * 9e18)::bigint, GrainTypeString, NULL, ServiceId,
                    PayloadBinary, now(), 1
                FROM generate_series(1, {users}), (SELECT * FROM OrleansStorage WHERE GrainTypeString = 'user' LIMIT 1) AS one
                """,
                "ANALYZE",
            ];
        foreach (var sql in statements) await ExecuteAsync(connection, sql);
    }

    /// <summary>
    /// Whether a commit waits for the disk, for connections made from now on: it need not while a database is filled. Nothing on the embedded one.
    /// </summary>
    public async Task SetDurableAsync(bool isDurable)
    {
        if (_postgres is null) return;
        await using var connection = await ConnectAsync();
        await ExecuteAsync(connection, $"ALTER DATABASE \"{connection.Database}\" SET synchronous_commit = {(isDurable ? "on" : "off")}");
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<DbConnection> ConnectAsync()
    {
        DbConnection connection = _postgres is null
            ? new SqliteConnection($"Data Source={Path.Combine(_folder, "authserve.db")}")
            : new NpgsqlConnection(_postgres);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private IEnumerable<string> Statements(string organization, int members)
    {
        var (numbers, user, time, six) = _postgres is null
            ? ($"WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {members - 1})",
                "substr(u, 1, 8) || '-' || substr(u, 9, 4) || '-' || substr(u, 13, 4) || '-' || substr(u, 17, 4) || '-' || substr(u, 21)",
                "'2026-01-01 00:00:00+00:00'", "printf('%06d', i)")
            : ($"WITH n AS (SELECT i FROM generate_series(0, {members - 1}) AS i)", "u", "now()", "lpad(i::text, 6, '0')");
        var random = _postgres is null ? "hex(randomblob(16))" : "gen_random_uuid()";
        yield return
            $"""
            {numbers}
            INSERT INTO directory_members
                (organization_id, user_id, username, primary_email, display_name, display_key, is_active, joined_at, revision)
            SELECT {organization}, {user}, 'aa' || {six}, 'ab' || {six} || '@example.com', 'Ac ' || i, 'ac ' || i, i % 1000 <> 999, {time}, 1
            FROM (SELECT i, {random} AS u FROM n) AS made
            """;
        foreach (var (role, condition) in ((string, string)[])[("user", "TRUE"), ("rare", "username = 'aa050000'")])
        {
            yield return
                $"""
                INSERT INTO directory_member_roles (organization_id, user_id, role, username, primary_email, display_key, is_active)
                SELECT organization_id, user_id, '{role}', username, primary_email, display_key, is_active FROM directory_members
                WHERE organization_id = {organization} AND username LIKE 'aa%' AND {condition}
                """;
        }

        yield return
            $"""
            INSERT INTO directory_role_holders (organization_id, role, resource, user_id)
            SELECT organization_id, role, '', user_id FROM directory_member_roles
            WHERE organization_id = {organization} AND username LIKE 'aa%' AND is_active
            """;
    }
}
