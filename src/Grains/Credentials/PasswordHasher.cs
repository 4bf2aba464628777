using Microsoft.Extensions.Options;

namespace AuthServe.Grains.Credentials;

/// <summary>Hashes passwords on the thread pool, off the grains' scheduler: as many at once as there are cores, with a bounded queue.</summary>
internal sealed class PasswordHasher(IOptions<SignInOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);
    private readonly int _limit = Environment.ProcessorCount + options.Value.HashingQueue;
    private long _evaluations;
    private int _waiting;

    /// <summary>How many passwords were hashed or verified since the silo started.</summary>
    public long Evaluations => Interlocked.Read(ref _evaluations);

    /// <summary>Takes a place in the queue; null when it is full. Dispose it to leave.</summary>
    public Place? TryEnter()
    {
        if (Interlocked.Increment(ref _waiting) <= _limit) return new(this);
        Interlocked.Decrement(ref _waiting);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _cores.Dispose();

    /// <summary>A place in the queue.</summary>
    internal sealed class Place(PasswordHasher hasher) : IDisposable
    {
        public Task<string> HashAsync(string password) => RunAsync(() => Argon2idHash.Create(password));

        public Task<bool> VerifyAsync(string password, string hash) => RunAsync(() => Argon2idHash.Verify(password, hash));

        public void Dispose() => Interlocked.Decrement(ref hasher._waiting);

        private async Task<T> RunAsync<T>(Func<T> compute)
        {
            await hasher._cores.WaitAsync();
            try
            {
                Interlocked.Increment(ref hasher._evaluations);
                return await Task.Run(compute);
            }
            finally
            {
                hasher._cores.Release();
            }
        }
    }
}
