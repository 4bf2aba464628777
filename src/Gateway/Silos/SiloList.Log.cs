using System.Net.Sockets;

namespace AuthServe.Gateway.Silos;

internal sealed partial class SiloList
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The silo name {Host} does not resolve ({Error}).")]
    private partial void LogUnresolved(string host, SocketError error);
}
