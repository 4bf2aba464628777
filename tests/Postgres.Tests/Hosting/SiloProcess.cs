using System.Diagnostics;
using AuthServe.Support.Storage;

namespace AuthServe.Postgres.Tests.Hosting;

/// <summary>The silo program in a process of its own, on an embedded database.</summary>
internal sealed class SiloProcess : IDisposable
{
    // Beside the program lie the libraries it runs on; those of the tests are others.
    private static readonly string Program = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory.Replace(
            Path.Combine("tests", "Postgres.Tests", "bin"), Path.Combine("src", "Silo", "bin"), StringComparison.Ordinal),
        "AuthServe.Silo.dll"));

    private readonly Process _process;

    private SiloProcess(Process process) => _process = process;

    /// <summary>What the program says of the runtime it needs.</summary>
    public static string RuntimeConfiguration => Path.ChangeExtension(Program, ".runtimeconfig.json");

    public static SiloProcess Start(EmbeddedDatabase database, string? runtimeConfiguration = null, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = database.DataFolder,
        };
        string[] all =
        [
            "exec", .. runtimeConfiguration is null ? Array.Empty<string>() : ["--runtimeconfig", runtimeConfiguration], Program,
            $"--AuthServe:Silo:SiloPort={FreePort.Next()}", $"--AuthServe:Silo:GatewayPort={FreePort.Next()}", .. arguments,
        ];
        foreach (var argument in all) start.ArgumentList.Add(argument);
        start.Environment["AuthServe__Storage__DataFolder"] = database.DataFolder;
        return new(Process.Start(start)!);
    }

    /// <summary>The log's next line that contains the text; null when the process ends without one.</summary>
    public async Task<string?> ReadUntilAsync(string text)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal)) return line;
        }

        return null;
    }

    /// <summary>What the process wrote to standard error until it ended, and its exit code.</summary>
    public async Task<(string Error, int ExitCode)> WaitAsync()
    {
        var error = await _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return (error, _process.ExitCode);
    }

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
