using Microsoft.Extensions.Logging;

namespace AuthServe.Silo.Storage;

internal sealed partial class Migrations
{
    [LoggerMessage(1, LogLevel.Information, "Applied {Count} migrations: {Names}.")]
    private partial void LogApplied(int count, string names);

    [LoggerMessage(2, LogLevel.Debug, "{Progress}")]
    private partial void LogProgress(string progress);
}
