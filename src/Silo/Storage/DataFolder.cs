namespace AuthServe.Silo.Storage;

/// <summary>The folder of an embedded silo, held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock, bool wasUsed)
    {
        Path = path;
        _lock = @lock;
        WasUsed = wasUsed;
    }

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>Whether another process has had it before.</summary>
    public bool WasUsed { get; }

    /// <summary>The SQLite file; empty until the first migration.</summary>
    public string Database => DatabaseIn(Path);

    /// <summary>Takes the folder for this process. What it does not hold yet is made for its owner only.</summary>
    public static DataFolder Open(string path)
    {
        var folder = System.IO.Path.GetFullPath(path);
        var lockFile = System.IO.Path.Combine(folder, "silo.lock");
        try
        {
            PrivateFiles.CreateFolder(folder);
            var taken = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

            // SQLite itself would make it readable for all; its companions get the mode that it has.
            var wasUsed = File.Exists(DatabaseIn(folder));
            if (!wasUsed) PrivateFiles.Create(DatabaseIn(folder), []);
            return new(folder, taken, wasUsed);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StartupException($"AuthServe:Storage:DataFolder {folder} cannot be written to: {exception.Message}", exception);
        }
        catch (IOException exception)
        {
            throw new StartupException(
                $"AuthServe:Storage:DataFolder {folder} is in use or cannot be locked: {exception.Message} SQLite serves one silo: " +
                "stop the other one, give this one another folder, or set AuthServe:Storage:Provider to postgres.",
                exception);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static string DatabaseIn(string folder) => System.IO.Path.Combine(folder, "authserve.db");
}
