using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AuthServe.Faults.Running;

/// <summary>Moves the time of day of single silos, by <c>clock.c</c>; their monotonic clocks go on. Needs a C compiler.</summary>
internal sealed class FakeClocks : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("authserve-clocks-").FullName;
    private readonly Lazy<string> _library;

    public FakeClocks() => _library = new(Compile);

    public static bool IsAvailable { get; } = File.Exists("/usr/bin/cc");

    /// <summary>What the program of a silo needs in its environment.</summary>
    public Dictionary<string, string> EnvironmentOf(int silo)
    {
        Move(silo, TimeSpan.Zero);
        return new() { ["LD_PRELOAD"] = _library.Value, ["AUTHSERVE_CLOCK"] = FileOf(silo) };
    }

    /// <summary>Moves the clock away from the real one.</summary>
    public void Move(int silo, TimeSpan by)
    {
        using var file = File.OpenWrite(FileOf(silo));
        file.Write(BitConverter.GetBytes((long)by.TotalSeconds));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string FileOf(int silo) => Path.Combine(_folder, $"silo{silo}");

    private string Compile() => Compile(Path.Combine(_folder, "clock.so"));

    private static string Compile(string library, [CallerFilePath] string thisFile = "")
    {
        using var compiler = Process.Start("cc", ["-shared", "-fPIC", "-O2", "-o", library, Path.Combine(Path.GetDirectoryName(thisFile)!, "clock.c"), "-ldl"]);
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? library : throw new InvalidOperationException("clock.c does not compile.");
    }
}
