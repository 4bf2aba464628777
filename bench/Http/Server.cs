using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AuthServe.Http;

/// <summary>A server process whose processor time is read.</summary>
internal sealed class Server : IDisposable
{
    private readonly Process _process;

    private Server(Process process) => _process = process;

    /// <summary>Processor time used so far, all threads.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The same to the nanosecond, by the clock that Linux has for every process; elsewhere by hundredths of a second, as it is.</summary>
    public TimeSpan ExactProcessor => ProcessClock.TryRead(_process.Id) ?? Processor;

    /// <summary>Resident memory, in megabytes.</summary>
    public double Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1e6;
        }
    }

    /// <param name="program">The assembly.</param>
    /// <param name="environment">Its variables, beside ours.</param>
    /// <param name="isPinned">Whether it has the processor of servers alone; otherwise it has all.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Server Start(string program, IReadOnlyDictionary<string, string> environment, bool isPinned, params string[] arguments)
    {
        var start = new ProcessStartInfo(isPinned ? "taskset" : "dotnet") { RedirectStandardOutput = true };
        if (isPinned) foreach (var argument in (string[])["-c", Processors.OfServers, "dotnet"]) start.ArgumentList.Add(argument);
        start.ArgumentList.Add(program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment["DOTNET_gcServer"] = "1";
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        return new(process);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
