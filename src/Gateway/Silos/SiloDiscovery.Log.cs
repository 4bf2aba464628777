namespace AuthServe.Gateway.Silos;

internal sealed partial class SiloDiscovery
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "No silo says who is in the cluster; going on with those that are known: {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The cluster has other silos than before, {Count} now.")]
    private partial void LogChanged(int count);
}
