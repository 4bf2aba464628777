namespace AuthServe.Gateway.Silos;

internal sealed partial class ClusterConnection
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to a silo.")]
    private partial void LogConnected();

    [LoggerMessage(Level = LogLevel.Warning, Message = "No silo is connected any more; calls are refused until one is.")]
    private partial void LogLost();
}
