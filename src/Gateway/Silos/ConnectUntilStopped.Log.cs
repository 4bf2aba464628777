namespace AuthServe.Gateway.Silos;

internal sealed partial class ConnectUntilStopped
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "No silo answers yet; trying on, and refusing calls meanwhile: {Reason}")]
    private partial void LogNoSilo(string reason);
}
