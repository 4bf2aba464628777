using System.Net;
using System.Net.Sockets;

namespace AuthServe.Faults.Running;

/// <summary>Lies between silos and database, and lets what the database says arrive later.</summary>
internal sealed class DelayedLink : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _far;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private long _delay;

    public DelayedLink(string address, int port)
    {
        _far = new(IPAddress.Parse(address), port);
        _listener = new(IPAddress.Parse(address), 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _delay));
        set => Interlocked.Exchange(ref _delay, value.Ticks);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = JoinAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task JoinAsync(TcpClient near)
    {
        using var far = new TcpClient { NoDelay = true };
        using (near)
        {
            try
            {
                near.NoDelay = true;
                await far.ConnectAsync(_far, _stopping.Token);
                await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), _stopping.Token), ReturnAsync(far.GetStream(), near.GetStream()));
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // One of the ends has closed.
            }
        }
    }

    private async Task ReturnAsync(NetworkStream far, NetworkStream near)
    {
        var buffer = new byte[1 << 16];
        while (await far.ReadAsync(buffer, _stopping.Token) is var read and > 0)
        {
            if (Delay > TimeSpan.Zero) await Task.Delay(Delay, _stopping.Token);
            await near.WriteAsync(buffer.AsMemory(0, read), _stopping.Token);
        }
    }
}
