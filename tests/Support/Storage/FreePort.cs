using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AuthServe.Support.Storage;

/// <summary>TCP ports of 127.0.0.1 that nobody listens on.</summary>
public static class FreePort
{
    // Below the range that Linux takes ports for outgoing connections from, which come and go meanwhile.
    private const int First = 15000;
    private const int Last = 32000;

    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>A port chosen at random, so that test processes side by side do not meet, and no other than before.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            if (!Given.TryAdd(port, true)) continue;
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }
}
