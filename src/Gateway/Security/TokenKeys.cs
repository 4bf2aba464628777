using System.Security.Claims;
using AuthServe.Gateway.Silos;

namespace AuthServe.Gateway.Security;

/// <summary>Holds the cluster's signing keys, as of the last time a silo was asked.</summary>
internal sealed class TokenKeys(Cluster cluster, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan UnknownKeyPause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private volatile TokenKeySet? _current;
    private volatile CancellationTokenSource _turn = new();
    private Task _refresh = Task.CompletedTask;
    private long? _askedForUnknownKey;

    /// <summary>The keys.</summary>
    /// <exception cref="ClusterUnavailableException">No silo has been reached since the gateway started.</exception>
    public TokenKeySet Current => _current ?? throw new ClusterUnavailableException();

    /// <summary>Who a token is of that the keys of now have found valid; null when they have not.</summary>
    public ClaimsIdentity? Find(ReadOnlySpan<char> token, DateTimeOffset now) => _current?.Validated.Find(token, now)?.ClaimsIdentity;

    /// <summary>Is cancelled when the keys of now, asked for after this, are not those of now any more.</summary>
    public CancellationToken Turn => _turn.Token;

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Asks a silo for the keys; callers share one call.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_refresh.IsCompleted) _refresh = FetchAsync();
            return _refresh.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Asks a silo again because a token names a key that is not here; false when that has just been done, so that made-up names cost
    /// nothing.
    /// </summary>
    public async ValueTask<bool> RefreshForUnknownKeyAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_askedForUnknownKey is { } asked && time.GetElapsedTime(asked) < UnknownKeyPause) return false;
            _askedForUnknownKey = time.GetTimestamp();
        }

        await RefreshAsync(cancellationToken);
        return true;
    }

    private async Task FetchAsync()
    {
        var ring = await cluster.SigningKeys.GetRingAsync();
        if (_current is not { } current || !current.Is(ring)) Replace(TokenKeySet.From(ring));
        cluster.NoteAnswer();
    }

    // Keys first: whoever has the new token then has the new keys too. The old source has no timer to dispose of, and may be in use.
    private void Replace(TokenKeySet next)
    {
        var turned = _turn;
        _current = next;
        _turn = new();
        turned.Cancel();
    }
}
