namespace AuthServe.Support.Storage;

/// <summary>The databases that a silo can keep its state in.</summary>
public enum StorageEngine
{
    /// <summary>A file; needs nothing installed.</summary>
    Sqlite = 0,

    /// <summary>A private server, see <see cref="PostgresServer"/>.</summary>
    Postgres = 1,
}
