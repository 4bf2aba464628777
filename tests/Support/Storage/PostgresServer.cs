using System.Diagnostics;
using Npgsql;

namespace AuthServe.Support.Storage;

/// <summary>
/// A private PostgreSQL on a temporary folder and a free port of 127.0.0.1. A shell starts it, waits for the end of its input, which
/// this process holds, and then stops the server and removes the folder: so it goes with this process, however that ends.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Names a running server to use instead: an Npgsql connection string of a user who may create databases.</summary>
    public const string RunningServer = "AUTHSERVE_TEST_POSTGRES";

    // A signal to the terminal comes here too; the end of the input follows it. Text sorts unlike its bytes, as in most installations.
    private const string Supervisor = """
        trap '' INT TERM HUP
        trap 'rm -rf "$DATA" "$DATA.log"' EXIT
        "$BIN/initdb" --pgdata "$DATA" --username authserve --auth trust --encoding UTF8 --no-sync \
            --locale C --locale-provider icu --icu-locale en-US >"$DATA.log" 2>&1 &&
        "$BIN/pg_ctl" start --pgdata "$DATA" --wait --silent --log "$DATA.log" --options "$OPTIONS" >>"$DATA.log" 2>&1 ||
            { cat "$DATA.log" >&2; exit 1; }
        echo ready
        cat >/dev/null
        "$BIN/pg_ctl" stop --pgdata "$DATA" --wait --silent --mode immediate
        """;

    private static readonly Lazy<Task<PostgresServer>> Shared = new(FindOrStartAsync);
    private readonly string _connectionString;
    private readonly Process? _supervisor;

    private PostgresServer(string connectionString, Process? supervisor)
    {
        _connectionString = connectionString;
        _supervisor = supervisor;
    }

    /// <summary>The one server that the tests of this process share.</summary>
    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    /// <summary>Starts a server and returns when it accepts connections.</summary>
    /// <param name="durable">Whether commits wait for the disk, as they do in earnest.</param>
    public static async Task<PostgresServer> StartAsync(bool durable = false)
    {
        var port = FreePort.Next();
        var start = PostgresBinaries.Command("/bin/sh", "-c", Supervisor);
        start.Environment["BIN"] = PostgresBinaries.Find();
        start.Environment["DATA"] = Path.Combine(Path.GetTempPath(), $"authserve-postgres-{Guid.CreateVersion7():N}");
        start.Environment["OPTIONS"] =
            $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=300 " +
            $"-c fsync={(durable ? "on" : "off")}";
        start.WorkingDirectory = Path.GetTempPath();
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;

        var supervisor = Process.Start(start)!;
        return await supervisor.StandardOutput.ReadLineAsync() is "ready"
            ? new($"Host=127.0.0.1;Port={port};Username=authserve", supervisor)
            : throw new InvalidOperationException($"PostgreSQL did not start: {await supervisor.StandardError.ReadToEndAsync()}");
    }

    /// <summary>An empty database.</summary>
    public async Task<PostgresDatabase> CreateDatabaseAsync(CancellationToken cancellationToken = default)
    {
        var name = $"authserve_test_{Guid.CreateVersion7():N}";
        await ExecuteAsync($"CREATE DATABASE {name}", cancellationToken);
        return new(this, name);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_supervisor is null) return;
        _supervisor.StandardInput.Close();
        await _supervisor.WaitForExitAsync();
        _supervisor.Dispose();
    }

    internal string ConnectionStringTo(string database) =>
        new NpgsqlConnectionStringBuilder(_connectionString) { Database = database }.ToString();

    internal async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionStringTo("postgres"));
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<PostgresServer> FindOrStartAsync() =>
        Environment.GetEnvironmentVariable(RunningServer) is { Length: > 0 } connectionString
            ? new(connectionString, supervisor: null)
            : await StartAsync();
}
