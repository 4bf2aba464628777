namespace AuthServe.Faults.Running;

/// <summary>Moves the time of day of single silos, by Debian's libfaketime; their monotonic clocks go on.</summary>
internal sealed class FakeClocks : IDisposable
{
    private const string Libraries = "/usr/lib";
    private readonly string _folder = Directory.CreateTempSubdirectory("authserve-clocks-").FullName;

    public static string? Library { get; } = Directory.Exists(Libraries)
        ? Directory.EnumerateFiles(Libraries, "libfaketimeMT.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 }).FirstOrDefault()
        : null;

    /// <summary>What the program of a silo needs in its environment.</summary>
    public Dictionary<string, string> EnvironmentOf(int silo)
    {
        Move(silo, "+0");
        return new()
        {
            ["LD_PRELOAD"] = Library!,
            ["FAKETIME_TIMESTAMP_FILE"] = FileOf(silo),
            ["FAKETIME_CACHE_DURATION"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        };
    }

    /// <summary>Moves the clock away from the real one, such as by <c>+1h</c>.</summary>
    public void Move(int silo, string by) => File.WriteAllText(FileOf(silo), by);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string FileOf(int silo) => Path.Combine(_folder, $"silo{silo}");
}
