using System.Threading.Channels;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.GrainInterfaces.SignIns;
using AuthServe.Grains.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AuthServe.Grains.SignIns;

/// <summary>
/// Takes note of sign-ins and writes them a little later, many at once. No sign-in waits for it, or fails when it cannot be written. That
/// is also why it does not tell whose names exist: there is nothing to note of a name that nobody has, and a write would show by its time.
/// </summary>
internal sealed partial class SignInJournal(SignInTable table, TimeProvider time, ILogger<SignInJournal> logger) : BackgroundService
{
    private const int Waiting = 10_000;
    private const int WrittenAtOnce = 500;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Channel<(UserId User, SignInEvent Event)> _noted =
        Channel.CreateBounded<(UserId, SignInEvent)>(new BoundedChannelOptions(Waiting) { SingleReader = true });

    private readonly List<(UserId User, SignInEvent Event)> _batch = [];

    /// <summary>Notes how it went. Of more than the queue holds, while the database is away, the newest are lost.</summary>
    public void Note(UserId user, SignInOutcome outcome, SignInPlace? place)
    {
        var now = time.GetStorableNow();
        if (!_noted.Writer.TryWrite((user, new(Guid.CreateVersion7(now), now, outcome, place)))) LogLost();
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        while (Gather() && await TryWriteAsync())
        {
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _noted.Reader.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(Gathering, time, stoppingToken);
            while (Gather())
            {
                if (!await TryWriteAsync()) await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    // What could not be written is the beginning of the next batch.
    private bool Gather()
    {
        while (_batch.Count < WrittenAtOnce && _noted.Reader.TryRead(out var noted)) _batch.Add(noted);
        return _batch.Count > 0;
    }

    private async Task<bool> TryWriteAsync()
    {
        try
        {
            await table.WriteAsync(_batch);
            _batch.Clear();
            return true;
        }
        catch (Exception exception)
        {
            LogFailed(exception, _batch.Count);
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Count} sign-ins could not be noted; it is tried again.")]
    private partial void LogFailed(Exception exception, int count);

    [LoggerMessage(2, LogLevel.Warning, "A sign-in is not noted: too many wait to be written.")]
    private partial void LogLost();
}
