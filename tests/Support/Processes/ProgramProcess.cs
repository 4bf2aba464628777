using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AuthServe.Support.Gateways;
using AuthServe.Support.Storage;

namespace AuthServe.Support.Processes;

/// <summary>A silo or gateway as a process of its own, started from the folder it was built in, as users run it.</summary>
public sealed class ProgramProcess : IDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _log = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _errors = [];

    private ProgramProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null) _log.Writer.TryComplete();
            else _log.Writer.TryWrite(line.Data);
        };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null) _errors.Enqueue(line.Data);
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What the silo program says of the runtime it needs.</summary>
    public static string SiloRuntimeConfiguration => Path.ChangeExtension(ProgramOf("Silo"), ".runtimeconfig.json");

    /// <summary>Starts a silo, on free ports unless the settings (without the prefix <c>AuthServe:</c>) say otherwise.</summary>
    public static ProgramProcess StartSilo(IEnumerable<KeyValuePair<string, string?>> settings, string? runtimeConfiguration = null) =>
        StartSilo(settings, runtimeConfiguration is null ? [] : ["--runtimeconfig", runtimeConfiguration], []);

    /// <summary>Starts any program of ours by a command that another one may precede, such as one that puts it into a network of its own.</summary>
    public static ProgramProcess StartWithin(
        IEnumerable<string> before, string program, IEnumerable<KeyValuePair<string, string?>> settings, IEnumerable<KeyValuePair<string, string>> environment) =>
        Start(settings, [program], before, environment);

    /// <summary>The silo program, as it was built.</summary>
    public static string SiloProgram => ProgramOf("Silo");

    /// <summary>The gateway program, as it was built.</summary>
    public static string GatewayProgram => ProgramOf("Gateway");

    /// <summary>Starts a process that verifies what is stored.</summary>
    public static ProgramProcess StartVerification(IEnumerable<KeyValuePair<string, string?>> settings) => StartSilo(settings, [], ["verify"]);

    private static ProgramProcess StartSilo(
        IEnumerable<KeyValuePair<string, string?>> settings, IEnumerable<string> host, IEnumerable<string> arguments)
    {
        var all = new Dictionary<string, string?>
        {
            ["Silo:SiloPort"] = $"{FreePort.Next()}",
            ["Silo:GatewayPort"] = $"{FreePort.Next()}",
        };
        foreach (var (name, value) in settings) all[name] = value;
        return Start(all, [.. host, ProgramOf("Silo"), .. arguments]);
    }

    /// <summary>Starts a gateway that listens on a port of 127.0.0.1.</summary>
    public static ProgramProcess StartGateway(int port, IEnumerable<KeyValuePair<string, string?>> settings) =>
        Start(settings.Prepend(TestGateway.Unlimited), [ProgramOf("Gateway"), $"--urls=http://127.0.0.1:{port}"]);

    /// <summary>Reads the log up to a line that contains the text; false when the process ends before it.</summary>
    public async Task<bool> ReadUntilAsync(string text)
    {
        await foreach (var line in _log.Reader.ReadAllAsync())
        {
            if (line.Contains(text, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>The lines that the process writes to standard output, as they come, until it ends.</summary>
    public IAsyncEnumerable<string> ReadAsync() => _log.Reader.ReadAllAsync();

    /// <summary>What the process writes to standard output from now until it ends.</summary>
    public async Task<string[]> ReadToEndAsync() => await _log.Reader.ReadAllAsync().ToArrayAsync();

    /// <summary>The lines the process wrote to standard error until it ended, and its exit code.</summary>
    public async Task<(string[] Errors, int ExitCode)> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return ([.. _errors], _process.ExitCode);
    }

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Sends a signal, such as TERM.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{_process.Id}"]);
        await kill.WaitForExitAsync();
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

    private static ProgramProcess Start(
        IEnumerable<KeyValuePair<string, string?>> settings,
        IEnumerable<string> arguments,
        IEnumerable<string>? before = null,
        IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        // A shell in the background makes whatever it starts deaf to SIGINT.
        string[] attentive = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT"] : [];
        string[] command = [.. attentive, .. before ?? [], "dotnet", "exec", .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in settings) start.Environment["AuthServe__" + name.Replace(":", "__", StringComparison.Ordinal)] = value;
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    // Beside the program lie the libraries it runs on; those of the tests are others.
    private static string ProgramOf(string project, [CallerFilePath] string thisFile = "")
    {
        var root = Path.Combine(Path.GetDirectoryName(thisFile)!, "../../..");
        var configuration = Directory.GetParent(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!.Name;
        return Path.GetFullPath(Path.Combine(root, "src", project, "bin", configuration, "net10.0", $"AuthServe.{project}.dll"));
    }
}
