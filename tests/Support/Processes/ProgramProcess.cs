using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace AuthServe.Support.Processes;

/// <summary>A silo or gateway as a process of its own, as users run it.</summary>
public sealed class ProgramProcess : IDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _log = Channel.CreateUnbounded<string>();

    private ProgramProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null) _log.Writer.TryComplete();
            else _log.Writer.TryWrite(line.Data);
        };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts a silo; settings without the prefix <c>AuthServe:</c>.</summary>
    public static ProgramProcess StartSilo(IEnumerable<KeyValuePair<string, string?>> settings) =>
        Start("Silo", settings);

    /// <summary>Starts a gateway that listens on a port of 127.0.0.1.</summary>
    public static ProgramProcess StartGateway(int port, IEnumerable<KeyValuePair<string, string?>> settings) =>
        Start("Gateway", settings, $"--urls=http://127.0.0.1:{port}");

    /// <summary>Reads the log up to a line that contains the text; false when the process ends before it.</summary>
    public async Task<bool> ReadUntilAsync(string text)
    {
        await foreach (var line in _log.Reader.ReadAllAsync())
        {
            if (line.Contains(text, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>Ends the process as a power cut would, and returns when it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    // As it was built beside the tests, in the folder that users run it from.
    private static string ProgramOf(string project, [CallerFilePath] string thisFile = "")
    {
        var root = Path.Combine(Path.GetDirectoryName(thisFile)!, "../../..");
        var configuration = Directory.GetParent(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!.Name;
        return Path.GetFullPath(Path.Combine(root, "src", project, "bin", configuration, "net10.0", $"AuthServe.{project}.dll"));
    }

    private static ProgramProcess Start(string project, IEnumerable<KeyValuePair<string, string?>> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(ProgramOf(project));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in settings) start.Environment["AuthServe__" + name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return new(Process.Start(start)!);
    }
}
