using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace AuthServe.Silo;

/// <summary>
/// Ends the process at once when the cluster goes on without it, so that whoever started it starts another one. Nothing is handed over:
/// others own its grains by now.
/// </summary>
internal sealed partial class SiloDeath(ILogger<SiloDeath> logger) : IFatalErrorHandler
{
    /// <summary>The process's exit code.</summary>
    public const int ExitCode = 3;

    public bool IsUnexpected(Exception exception) => exception is not ThreadAbortException;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        LogDeath(exception, context);
        Console.Error.WriteLine($"AuthServe silo ends. {context}");
        Environment.Exit(ExitCode);
    }

    [LoggerMessage(1, LogLevel.Critical, "{Reason}")]
    private partial void LogDeath(Exception? exception, string? reason);
}
