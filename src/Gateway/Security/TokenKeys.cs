using AuthServe.Gateway.Silos;

namespace AuthServe.Gateway.Security;

/// <summary>Holds the cluster's signing keys, as of the last time a silo was asked.</summary>
internal sealed class TokenKeys(Cluster cluster, TimeProvider time)
{
    private static readonly TimeSpan UnknownKeyPause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private volatile TokenKeySet? _current;
    private Task _refresh = Task.CompletedTask;
    private long? _askedForUnknownKey;

    /// <summary>The keys.</summary>
    /// <exception cref="ClusterUnavailableException">No silo has been reached since the gateway started.</exception>
    public TokenKeySet Current => _current ?? throw new ClusterUnavailableException();

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
        if (_current?.Version != ring.Version) _current = TokenKeySet.From(ring);
        cluster.NoteAnswer();
    }
}
