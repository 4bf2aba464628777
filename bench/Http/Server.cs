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

    public static Server Start(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
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
