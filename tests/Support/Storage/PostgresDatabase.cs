using System.Data.Common;
using Npgsql;

namespace AuthServe.Support.Storage;

/// <summary>A database on a <see cref="PostgresServer"/>.</summary>
public sealed class PostgresDatabase : TestDatabase
{
    private readonly PostgresServer _server;
    private readonly string _name;

    internal PostgresDatabase(PostgresServer server, string name)
    {
        _server = server;
        _name = name;
        ConnectionString = server.ConnectionStringTo(name);
    }

    /// <inheritdoc/>
    public override string MailFolder => Path.Combine(Path.GetTempPath(), _name);

    /// <summary>For Npgsql.</summary>
    public string ConnectionString { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Storage:Provider"] = "postgres",
        ["Storage:ConnectionString"] = ConnectionString,
        ["Keys:EncryptionKey"] = Convert.ToBase64String(new byte[32]),
        ["Mail:Folder"] = MailFolder,
    };

    /// <inheritdoc/>
    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken = default)
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _server.ExecuteAsync($"DROP DATABASE {_name} WITH (FORCE)", CancellationToken.None);
        if (Directory.Exists(MailFolder)) Directory.Delete(MailFolder, recursive: true);
    }
}
