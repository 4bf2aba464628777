using System.Net;
using System.Net.Sockets;

namespace AuthServe.Support.Storage;

/// <summary>Lies between a silo and its database and can be cut: connections end, and new ones are refused until it is mended.</summary>
public sealed class Cable : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _far;
    private readonly Task _accepting;
    private readonly Lock _lock = new();
    private readonly HashSet<TcpClient> _ends = [];
    private bool _isCut;

    /// <summary>Leads to a port of 127.0.0.1.</summary>
    public Cable(int port)
    {
        _far = new(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The near end's port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Ends every connection, and refuses new ones.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            _isCut = true;
            foreach (var end in _ends) end.Dispose();
            _ends.Clear();
        }
    }

    /// <summary>Lets connections through again.</summary>
    public void Mend()
    {
        lock (_lock) _isCut = false;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Cut();
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = JoinAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task JoinAsync(TcpClient near)
    {
        using var far = new TcpClient();
        using (near)
        {
            try
            {
                if (!TryKeep(near, far)) return;
                await far.ConnectAsync(_far);
                await Task.WhenAny(CopyAsync(near, far), CopyAsync(far, near));
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // Cut.
            }
        }
    }

    private static Task CopyAsync(TcpClient from, TcpClient to) => from.GetStream().CopyToAsync(to.GetStream());

    private bool TryKeep(TcpClient near, TcpClient far)
    {
        lock (_lock)
        {
            if (_isCut) return false;
            _ends.Add(near);
            _ends.Add(far);
            return true;
        }
    }
}
