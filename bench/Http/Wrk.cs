using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace AuthServe.Http;

/// <summary>A request that wrk sends again and again.</summary>
/// <param name="Method">Of HTTP.</param>
/// <param name="Path">With the query.</param>
/// <param name="Authorization">The header; null for none.</param>
/// <param name="Body">Null for none.</param>
/// <param name="IsForm">Whether the body is a form; otherwise it is JSON.</param>
/// <param name="Lua">Replaces wrk's <c>request</c>, where requests differ.</param>
internal sealed record WrkRequest(
    string Method, string Path, string? Authorization = null, string? Body = null, bool IsForm = false, string? Lua = null)
{
    /// <summary>As a script of wrk, which writes what came of it in one line.</summary>
    public string ToScript()
    {
        var type = IsForm ? "application/x-www-form-urlencoded" : "application/json";
        var script = $"wrk.method = {Quote(Method)}\nwrk.path = {Quote(Path)}\n";
        if (Authorization is not null) script += $"wrk.headers['Authorization'] = {Quote(Authorization)}\n";
        if (Body is not null) script += $"wrk.body = {Quote(Body)}\nwrk.headers['Content-Type'] = '{type}'\n";
        return script + Lua +
            """

            done = function(summary, latency, requests)
              local e = summary.errors
              io.write(string.format('RESULT %d %d %d %d %d\n', summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
                e.status + e.connect + e.read + e.write + e.timeout))
            end
            """;
    }

    private static string Quote(string text) => $"[==[{text}]==]";
}

/// <summary>What came of a load.</summary>
internal sealed record Load(long Requests, TimeSpan Duration, TimeSpan Median, TimeSpan P99, long Failed)
{
    public double PerSecond => Requests / Duration.TotalSeconds;
}

/// <summary>Load over HTTP, by wrk.</summary>
internal static class Wrk
{
    /// <summary>Sends for so long over so many connections that are kept open.</summary>
    public static async Task<Load> RunAsync(Uri server, WrkRequest request, int connections, TimeSpan duration)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, request.ToScript());
            var start = new ProcessStartInfo("taskset") { RedirectStandardOutput = true };
            string[] arguments =
            [
                "-c", Processors.OfLoad, "wrk", "-t1", $"-c{connections}", $"-d{duration.TotalSeconds:0}s", "--timeout", "10s", "-s", script, server.ToString(),
            ];
            foreach (var argument in arguments) start.ArgumentList.Add(argument);
            using var wrk = Process.Start(start)!;
            var output = await wrk.StandardOutput.ReadToEndAsync();
            await wrk.WaitForExitAsync();
            return Read(output);
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static Load Read(string output)
    {
        var line = output.Split('\n').SingleOrDefault(line => line.StartsWith("RESULT ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"wrk said: {output}");
        var numbers = line.Split(' ')[1..].Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new(numbers[0], TimeSpan.FromMicroseconds(numbers[1]), TimeSpan.FromMicroseconds(numbers[2]), TimeSpan.FromMicroseconds(numbers[3]), numbers[4]);
    }
}

/// <summary>Which processors are whose, as <c>taskset</c> counts them.</summary>
internal static class Processors
{
    /// <summary>Of silo, gateway and bare server.</summary>
    public const string OfServers = "0";

    /// <summary>Of wrk; the database's are not limited.</summary>
    public const string OfLoad = "1";
}
