using System.Diagnostics;
using AuthServe.Support.Storage;
using Npgsql;
using Orleans.Runtime;

namespace AuthServe.Faults.Running;

/// <summary>A private PostgreSQL that can be stopped in every way, with its files on a disk of its own that can be filled.</summary>
internal sealed class Database : IAsyncDisposable
{
    private const string DiskSize = "400m";
    private readonly string _disk = Path.Combine(Path.GetTempPath(), $"authserve-faults-{Guid.CreateVersion7():N}");
    private readonly string _address;
    private readonly int _port = FreePort.Next();
    private bool _isMounted;
    private NpgsqlConnection? _holder;

    private Database(string address) => _address = address;

    private string Data => Path.Combine(_disk, "data");

    private string Ballast => Path.Combine(_disk, "ballast");

    private string ConnectionString => $"Host={_address};Port={_port};Username=authserve;Database=authserve";

    /// <summary>The settings of a silo on it.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Storage:Provider"] = "postgres",
        ["Storage:ConnectionString"] = ConnectionString,
        ["Keys:EncryptionKey"] = Convert.ToBase64String(new byte[32]),
        ["Mail:Folder"] = Path.Combine(_disk, "mail"),
    };

    /// <summary>Where it listens.</summary>
    public int Port => _port;

    public static async Task<Database> StartAsync(string address)
    {
        var database = new Database(address);
        Directory.CreateDirectory(database._disk);
        database._isMounted = Environment.IsPrivilegedProcess
            && await TryRunAsync(new("mount", ["-t", "tmpfs", "-o", $"size={DiskSize},mode=777", "tmpfs", database._disk]));
        await RunAsync($"""
            "$BIN/initdb" --pgdata "$DATA" --username authserve --auth trust --encoding UTF8 --no-sync >/dev/null
            echo "host all all {Network.All} trust" >> "$DATA/pg_hba.conf"
            printf "%s\n" "port = {database._port}" "listen_addresses = '{address}'" "unix_socket_directories = ''" "max_connections = 300" "log_min_messages = fatal" >> "$DATA/postgresql.conf"
            """, database);
        await database.StartAsync();
        await RunAsync($"\"$BIN/createdb\" --host {address} --port {database._port} --username authserve authserve", database);
        return database;
    }

    public Task StartAsync() => RunAsync("\"$BIN/pg_ctl\" start --pgdata \"$DATA\" --wait --silent --log \"$DATA/log\"", this);

    /// <summary>Starts the server if it has given up, and returns when it answers.</summary>
    public async Task StartAgainAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await IsUpAsync())
        {
            patience.Token.ThrowIfCancellationRequested();
            await TryRunAsync(Shell("\"$BIN/pg_ctl\" status --pgdata \"$DATA\" >/dev/null || \"$BIN/pg_ctl\" start --pgdata \"$DATA\" --wait --silent --log \"$DATA/log\"", this));
        }
    }

    /// <summary>Stops the server: <c>fast</c> ends connections in order, <c>immediate</c> does not, as a crash.</summary>
    public Task StopAsync(string mode) => RunAsync($"\"$BIN/pg_ctl\" stop --pgdata \"$DATA\" --wait --silent --mode {mode}", this);

    /// <summary>Kills the server's main process and, as the kernel would in need of memory, one of its children.</summary>
    public async Task KillAsync()
    {
        using var main = Process.GetProcessById(int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), System.Globalization.CultureInfo.InvariantCulture));
        main.Kill();
        await main.WaitForExitAsync();
    }

    public Task TerminateConnectionsAsync() =>
        ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

    /// <summary>Locks the grains' table until it is disposed of.</summary>
    public async Task<IAsyncDisposable> LockAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("LOCK TABLE orleansstorage IN ACCESS EXCLUSIVE MODE", connection, transaction);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Takes the rest of the disk.</summary>
    public async Task FillDiskAsync()
    {
        await using var ballast = File.Create(Ballast);
        var block = new byte[1 << 16];
        try
        {
            while (true) await ballast.WriteAsync(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Gives the rest of the disk back.</summary>
    public void EmptyDisk() => File.Delete(Ballast);

    /// <summary>
    /// From now on no first write of a login name is committed, until they are released. Who waits in one holds a shared lock in the name of the row,
    /// which others can see.
    /// </summary>
    public async Task HoldNamesAsync()
    {
        await ExecuteAsync("""
            CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN
                PERFORM pg_advisory_xact_lock_shared(2, hashtext(NEW.grainidextensionstring));
                PERFORM pg_advisory_xact_lock_shared(1, 0);
                RETURN NEW;
            END';
            CREATE TRIGGER hold AFTER INSERT ON orleansstorage FOR EACH ROW WHEN (NEW.graintypestring LIKE '%login-name%') EXECUTE FUNCTION hold();
            """);
        _holder = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await _holder.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock(1, 0)", _holder);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Lets names be written again, first those that are held.</summary>
    public async Task ReleaseNamesAsync()
    {
        await _holder!.DisposeAsync();
        await ExecuteAsync("DROP TRIGGER hold ON orleansstorage; DROP FUNCTION hold()");
    }

    /// <summary>Returns the address of a silo whose first write of a login name is held, when there is one.</summary>
    public Task<string> AwaitHeldNameAsync() => AwaitAsync("""
        SELECT host(client_addr) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND classid = 2 LIMIT 1
        """);

    /// <summary>Returns when two first writes of one login name are held.</summary>
    public Task AwaitNameHeldTwiceAsync() => AwaitAsync("""
        SELECT objid::text FROM pg_locks WHERE locktype = 'advisory' AND classid = 2 GROUP BY objid HAVING count(*) > 1 LIMIT 1
        """);

    /// <summary>Whether the cluster has declared dead every silo that it knows at this address.</summary>
    public async Task<bool> IsDeadAsync(string address) =>
        await QueryAsync($"SELECT count(*) FROM orleansmembershiptable WHERE address = '{address}' AND status <> {(int)SiloStatus.Dead}") == 0;

    /// <summary>Allows two rows of one grain, as Orleans' own script does.</summary>
    public Task AllowTwoRowsAsync() => ExecuteAsync("ALTER TABLE orleansstorage DROP CONSTRAINT onerowagrain");

    private async Task<bool> IsUpAsync()
    {
        try
        {
            await ExecuteAsync("SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await TryRunAsync(Shell("\"$BIN/pg_ctl\" stop --pgdata \"$DATA\" --wait --silent --mode immediate", this));
        if (_isMounted) await TryRunAsync(new("umount", ["--lazy", _disk]));
        Directory.Delete(_disk, recursive: true);
    }

    private async Task<string> AwaitAsync(string sql)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync(patience.Token);
        await using var command = new NpgsqlCommand(sql, connection);
        while (true)
        {
            if (await command.ExecuteScalarAsync(patience.Token) is string found) return found;
        }
    }

    private Task<long> ExecuteAsync(string sql) => QueryAsync(sql);

    private async Task<long> QueryAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() as long? ?? 0;
    }

    private static ProcessStartInfo Shell(string script, Database database)
    {
        var start = PostgresBinaries.Command("/bin/sh", "-e", "-c", script);
        start.Environment["BIN"] = PostgresBinaries.Find();
        start.Environment["DATA"] = database.Data;
        start.WorkingDirectory = database._disk;
        return start;
    }

    private static async Task RunAsync(string script, Database database)
    {
        if (!await TryRunAsync(Shell(script, database))) throw new InvalidOperationException($"PostgreSQL: {script}");
    }

    private static async Task<bool> TryRunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
