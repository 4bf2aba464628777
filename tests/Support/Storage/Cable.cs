using System.Net;
using System.Net.Sockets;

namespace AuthServe.Support.Storage;

/// <summary>
/// Lies between a silo and its database. It can be cut: connections end, and new ones are refused until it is mended. And it can be made
/// longer: what the database says arrives later.
/// </summary>
public sealed class Cable : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _far;
    private readonly Task _accepting;
    private readonly Lock _lock = new();
    private readonly HashSet<TcpClient> _ends = [];
    private bool _isCut;
    private long _delay;

    /// <summary>Leads to a port of 127.0.0.1, or another address of this machine.</summary>
    public Cable(int port, string address = "127.0.0.1")
    {
        _far = new(IPAddress.Parse(address), port);
        _listener = new(_far.Address, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The near end's port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How much later the near end hears what the far end says.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _delay));
        set => Interlocked.Exchange(ref _delay, value.Ticks);
    }

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
                near.NoDelay = far.NoDelay = true;
                await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), ReturnAsync(far.GetStream(), near.GetStream()));
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // Cut.
            }
        }
    }

    private async Task ReturnAsync(NetworkStream far, NetworkStream near)
    {
        var buffer = new byte[1 << 16];
        while (await far.ReadAsync(buffer) is var read and > 0)
        {
            if (Delay > TimeSpan.Zero) await Task.Delay(Delay);
            await near.WriteAsync(buffer.AsMemory(0, read));
        }
    }

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
