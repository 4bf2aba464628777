using Microsoft.Extensions.Logging;

namespace AuthServe.Silo;

internal sealed partial class SiloStartup
{
    [LoggerMessage(1, LogLevel.Information,
        "AuthServe silo ready: cluster {Cluster}, address {Address}, silo port {SiloPort}, gateway port {GatewayPort}, storage {Storage}.")]
    private partial void LogReady(string cluster, string address, int siloPort, int gatewayPort, string storage);

    [LoggerMessage(2, LogLevel.Information, "AuthServe silo stopped.")]
    private partial void LogStopped();
}
