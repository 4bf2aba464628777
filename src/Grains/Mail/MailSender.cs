using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthServe.Grains.Mail;

/// <summary>Sends what is in the outbox, a few at once, and tries again with growing pauses what cannot be sent.</summary>
internal sealed partial class MailSender(
    SqlMailOutbox outbox,
    IMailSource source,
    MailMessages messages,
    IMailTransport transport,
    IOptions<MailOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<MailSender> logger)
    : BackgroundService
{
    private const int AtOnce = 4;
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    // What other silos put in, or postponed, is found by looking.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Grains cannot be asked before.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (lifetime.ApplicationStarted.Register(started.SetResult)) await started.Task.WaitAsync(stoppingToken);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => WorkAsync(stoppingToken)));
    }

    // An attempt under way is finished: half of one would be sent twice.
    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await TrySendNextAsync()) await outbox.WaitAsync(Period, stoppingToken);
        }
    }

    /// <summary>Tries the mail that has been due for longest; false when none is.</summary>
    internal async Task<bool> TrySendNextAsync()
    {
        try
        {
            if (await outbox.ClaimAsync() is not { } claimed) return false;
            await SettleAsync(claimed, await AttemptAsync(claimed.Mail));
            return true;
        }
        catch (Exception exception)
        {
            LogUnreadable(exception);
            return false;
        }
    }

    // Null when nothing is to be sent.
    private async Task<MailOutcome?> AttemptAsync(QueuedMail mail)
    {
        using var limit = new CancellationTokenSource(LongestAttempt, time);
        try
        {
            return await source.ComposeAsync(mail) is { } content ? await transport.SendAsync(messages.Render(mail, content), limit.Token) : null;
        }
        catch (Exception exception)
        {
            // What it says may name an address or the key of a grain, which can be one.
            return MailOutcome.NotNow(exception.GetType().Name);
        }
    }

    private async Task SettleAsync(ClaimedMail claimed, MailOutcome? outcome)
    {
        var (mail, attempts) = claimed;
        switch (outcome)
        {
            case null:
                LogDropped(mail.Id, mail.Kind);
                await outbox.RemoveAsync(claimed);
                break;
            case { Status: MailStatus.Delivered }:
                LogSent(mail.Id, mail.Kind);
                await outbox.RemoveAsync(claimed);
                break;
            case { Status: MailStatus.NotNow, Reason: var reason } when time.GetUtcNow() - mail.CreatedAt < options.Value.GiveUpAfter:
                var pause = PauseAfter(attempts);
                LogPostponed(mail.Id, mail.Kind, reason, attempts, pause);
                await outbox.PostponeAsync(claimed, pause);
                break;
            case { Reason: var reason }:
                LogGivenUp(mail.Id, mail.Kind, attempts, reason);
                await outbox.RemoveAsync(claimed);
                break;
        }
    }

    private TimeSpan PauseAfter(int attempts)
    {
        var pause = options.Value.FirstPause * (1L << Math.Min(attempts - 1, 20));
        return pause < LongestPause ? pause : LongestPause;
    }
}
