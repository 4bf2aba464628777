using AuthServe.GrainInterfaces.Leases;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace AuthServe.Grains.Leases;

/// <summary>
/// What the other silos say while this one cannot reach the database. When none of them can, nothing changes, and a silo that was told to
/// serves on: each other silo has said, after it was asked, that it has not seen this one dead, and so will wait for its word. When
/// another one can, this one leaves.
/// </summary>
internal sealed partial class SharedOutage(
    IOutagePeers others,
    IClusterMembershipService membership,
    ILocalSiloDetails silo,
    DeadSilos dead,
    IFatalErrorHandler fatal,
    IOptions<LeaseOptions> options,
    LeaseClock clock,
    ILogger<SharedOutage> logger)
{
    private volatile Moment? _confirmed;
    private volatile Moment? _reached;
    private volatile bool _isOut;
    private Moment? _alone;

    /// <summary>Whether calls are answered although the lease has run out.</summary>
    public bool IsServedThrough => Left > TimeSpan.Zero;

    /// <summary>Whether they ever are.</summary>
    public bool MayBeServedThrough => options.Value.ServesThroughOutage;

    /// <summary>For how long they are if nothing is confirmed again.</summary>
    public TimeSpan Left => _confirmed is { } confirmed && clock.Since(confirmed) is var age && age < LeaseTimes.Duration
        ? LeaseTimes.Duration - age
        : TimeSpan.Zero;

    /// <summary>
    /// Lets a silo that joins be seen for as long as any lease may last, so that none that holds one now serves through an outage without
    /// knowing of it.
    /// </summary>
    public Task AnnounceAsync(CancellationToken cancellationToken) => MayBeServedThrough
        ? Task.Delay(LeaseTimes.Duration + LeaseTimes.Margin, clock.Time, cancellationToken)
        : Task.CompletedTask;

    /// <summary>Asks the others while there is an outage here.</summary>
    public async Task FollowAsync(bool isReached)
    {
        if (isReached)
        {
            if (_confirmed is not null) LogOver();
            (_reached, _isOut, _alone, _confirmed) = (clock.Now, false, null, null);
            return;
        }

        _isOut = true;
        var (asked, view) = (clock.Now, membership.CurrentSnapshot);
        // Also those that join or stop: every silo that is not dead may acknowledge a change.
        var members = view.Members.Values.Where(member => member.Status is not SiloStatus.Dead && !member.SiloAddress.Equals(silo.SiloAddress));
        var answers = await Task.WhenAll(members.Select(member => AskAsync(member.SiloAddress, view.Version.Value)));

        LeaveIfAlone(answers, asked);
        var isMember = view.GetSiloStatus(silo.SiloAddress) is SiloStatus.Active;
        if (!MayBeServedThrough || !isMember || answers.Any(answer => answer is not OutageAnswer.Shared)) return;
        if (_confirmed is null) LogServing();
        _confirmed = asked;
    }

    /// <summary>What this silo says to another one that cannot reach the database.</summary>
    /// <param name="asker">The other one.</param>
    /// <param name="view">The version of the membership that it knows.</param>
    public OutageAnswer Answer(SiloAddress asker, long view)
    {
        // One that starts, or has just woken, has not looked yet.
        if (!_isOut) return _reached is { } reached && clock.Since(reached) < LeaseTimes.Overdue ? OutageAnswer.Reached : OutageAnswer.None;
        var own = membership.CurrentSnapshot;
        var isMember = own.Members.TryGetValue(asker, out var member) && member.Status is SiloStatus.Active;
        return own.Version.Value == view && isMember && !dead.Contains(asker) ? OutageAnswer.Shared : OutageAnswer.None;
    }

    // After an outage of all, one reaches the database before the others.
    private void LeaveIfAlone(OutageAnswer[] answers, Moment asked)
    {
        _alone = answers.Contains(OutageAnswer.Reached) ? _alone ?? asked : null;
        if (_alone is { } since && clock.Since(since) > LeaseTimes.Patience)
            fatal.OnFatalException(this, $"This silo alone has not reached the database for {LeaseTimes.Patience.TotalSeconds:0} s.");
    }

    private async Task<OutageAnswer> AskAsync(SiloAddress other, long view)
    {
        try
        {
            return await others.AskAsync(other, silo.SiloAddress, view).WaitAsync(LeaseTimes.Duration / 2, clock.Time);
        }
        catch (Exception)
        {
            // Whatever went wrong: it has not said yes.
            return OutageAnswer.None;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "No silo reaches the database. This one answers what it has in memory.")]
    private partial void LogServing();

    [LoggerMessage(2, LogLevel.Information, "The database is reached again.")]
    private partial void LogOver();
}
