namespace AuthServe.Silo.Storage;

/// <summary>The folder of an embedded silo, held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>The SQLite file.</summary>
    public string Database => System.IO.Path.Combine(Path, "authserve.db");

    /// <summary>Makes the folder if need be, for its owner only, and takes it for this process.</summary>
    public static DataFolder Open(string path)
    {
        var folder = System.IO.Path.GetFullPath(path);
        var lockFile = System.IO.Path.Combine(folder, "silo.lock");
        try
        {
            PrivateFiles.CreateFolder(folder);
            return new(folder, new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
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
}
