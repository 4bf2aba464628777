using System.Globalization;
using AuthServe.Faults.Histories;

namespace AuthServe.Faults;

/// <summary>When one round of a fault began, was mended, and was over, and which gateway was cut off in it.</summary>
internal sealed record Round(long Began, long Mended, long Over, int? CutOffGateway);

/// <summary>What came of the rounds of one fault.</summary>
internal sealed record Result(Fault Fault, string Outage, IReadOnlyList<Round> Rounds, History History, IReadOnlyList<string> Violations)
{
    private const double LongestSilence = 2.5;
    private const double LongestUntilDead = 3;
    private const double LongestUntilGone = 5;

    /// <summary>How many silos ended by themselves.</summary>
    public required int Ended { get; init; }

    /// <summary>The longest time until a frozen silo was declared dead.</summary>
    public required TimeSpan? UntilDead { get; init; }

    /// <summary>The longest time until a silo had ended that was declared dead while it was frozen.</summary>
    public required TimeSpan? UntilGone { get; init; }

    /// <summary>
    /// Seconds from the beginning of the fault, or its end, to the last check that was sent and not answered: the longest of all rounds.
    /// What is sent to a gateway that is cut off does not count.
    /// </summary>
    public double Recovery => Rounds.Max(round => Longest(round, Failed(round).Select(check => check.Invoked)));

    /// <summary>Seconds from the beginning of the fault to the last answer of the side that is cut off; null when there is none.</summary>
    public double? Silence => Rounds.Any(round => round.CutOffGateway is not null)
        ? Rounds.Max(round => History.Checks
            .Where(check => check.IsAllowed is not null && check.Gateway == round.CutOffGateway && round.Began <= check.Invoked && check.Answered < round.Mended)
            .Select(check => History.Seconds(round.Began, check.Answered)).DefaultIfEmpty().Max())
        : null;

    /// <summary>Seconds from the beginning of the fault, or its end, to the last write that was sent and not acknowledged.</summary>
    public double WriteRecovery => Rounds.Max(round => Longest(round, FailedWrites(round).Select(write => write.At)));

    /// <summary>What took longer than is promised, or was refused although it is promised to be served.</summary>
    public IEnumerable<string> Late
    {
        get
        {
            if (Fault.Limit is { } limit && Recovery > limit.TotalSeconds) yield return $"checks were back after {Recovery:0.0} s, not {limit.TotalSeconds:0.0} s";
            if (Fault.WriteLimit is { } write && WriteRecovery > write.TotalSeconds) yield return $"writes were back after {WriteRecovery:0.0} s, not {write.TotalSeconds:0.0} s";
            if (UntilDead?.TotalSeconds > LongestUntilDead) yield return $"a frozen silo was declared dead after {UntilDead?.TotalSeconds:0.0} s, not {LongestUntilDead:0.0} s";
            if (UntilGone?.TotalSeconds > LongestUntilGone) yield return $"a silo that woke was gone after {UntilGone?.TotalSeconds:0.0} s, not {LongestUntilGone:0.0} s";
            if (Silence is { } silence && silence > LongestSilence) yield return $"the side that was cut off answered for {silence:0.0} s, not {LongestSilence:0.0} s";
            if (IsServed && Failures.Failed > 0) yield return $"{Failures.Failed} checks were refused while silos serve";
        }
    }

    /// <summary>The checks that were not answered when they should have been, by round, user and what was said instead.</summary>
    public IEnumerable<string> Unanswered => Rounds.SelectMany((round, number) => Failed(round)
        .Where(check => IsServed && round.Began <= check.Invoked && check.Invoked < To(round)
            || History.Seconds(From(round), check.Invoked) > Fault.Limit?.TotalSeconds && check.Invoked < To(round))
        .GroupBy(check => (check.Right.Subject, check.Gateway, check.Failure))
        .Select(checks => string.Create(CultureInfo.InvariantCulture,
            $"round {number}: {checks.Count()} of {checks.Key.Subject} by gateway {checks.Key.Gateway} from {History.Seconds(round.Began, checks.Min(check => check.Invoked)):0.0} s to {History.Seconds(round.Began, checks.Max(check => check.Invoked)):0.0} s: {checks.Key.Failure}")));

    /// <summary>The writes that were not acknowledged when they should have been again, by round and what was said instead.</summary>
    public IEnumerable<string> Unacknowledged => Fault.WriteLimit is not { } limit ? [] : Rounds.SelectMany((round, number) => FailedWrites(round)
        .Where(write => History.Seconds(From(round), write.At) > limit.TotalSeconds && write.At < To(round))
        .GroupBy(write => (write.Gateway, write.Text))
        .Select(writes => string.Create(CultureInfo.InvariantCulture,
            $"round {number}: {writes.Count()} writes by gateway {writes.Key.Gateway} from {History.Seconds(From(round), writes.Min(write => write.At)):0.0} s until {History.Seconds(From(round), writes.Max(write => write.At)):0.0} s: {writes.Key.Text}")));

    /// <summary>How many checks were not answered while the fault was there, of those sent.</summary>
    public (int Failed, int Sent) Failures
    {
        get
        {
            var during = History.Checks.Where(check => Rounds.Any(round => round.Began <= check.Invoked && check.Invoked < round.Mended)).ToArray();
            return (during.Count(check => check.IsAllowed is null), during.Length);
        }
    }

    // Whether checks go on all the time.
    private bool IsServed => Fault.IsServedThrough && Outage == "serve";

    private IEnumerable<Check> Failed(Round round) => History.Checks.Where(check => check.IsAllowed is null && check.Gateway != round.CutOffGateway);

    private IEnumerable<(long At, int Gateway, string Text)> FailedWrites(Round round) => History.FailedWrites.Where(write => write.Gateway != round.CutOffGateway);

    private double Longest(Round round, IEnumerable<long> failed) =>
        failed.Where(at => From(round) <= at && at < To(round)).Select(at => History.Seconds(From(round), at)).DefaultIfEmpty().Max();

    private long From(Round round) => Fault.RecoversOnceMended ? round.Mended : round.Began;

    private long To(Round round) => Fault.RecoversOnceMended ? round.Over : round.Mended;
}

/// <summary>The table of results.</summary>
internal static class Report
{
    private static readonly string[] Rules = ["R1", "R2", "R3", "R4", "R5", "R6"];

    private const string Head =
        """
        | Outage | Fault | Rounds | Checks | Grants | Revokes | Violations of R1 to R6 | Checks back (s) | Writes back (s) | Cut-off side silent (s) | Frozen: dead (s) | Woken: gone (s) | Silos that ended | Checks refused meanwhile |
        |---|---|--:|--:|--:|--:|:-:|--:|--:|--:|--:|--:|--:|--:|

        """;

    /// <summary>Adds a line to the table in a file, which is begun when there is none.</summary>
    public static void Append(string file, Result result) => File.AppendAllText(file, (File.Exists(file) ? "" : Head) + Line(result));

    /// <summary>A table of one.</summary>
    public static string Write(Result result) => Head + Line(result);

    private static string Line(Result result)
    {
        var (history, (failed, sent)) = (result.History, result.Failures);
        var violations = string.Join(' ', Rules.Select(rule => result.Violations.Count(text => text.StartsWith(rule, StringComparison.Ordinal))));
        return string.Create(CultureInfo.InvariantCulture,
            $"| {result.Outage} | {result.Fault.Name} | {result.Rounds.Count} | {history.Checks.Count} | {Acknowledged(history, true)} | {Acknowledged(history, false)} | {violations} | {result.Recovery:0.0} | {result.WriteRecovery:0.0} | {Seconds(result.Silence)} | {Seconds(result.UntilDead?.TotalSeconds)} | {Seconds(result.UntilGone?.TotalSeconds)} | {result.Ended} | {100.0 * failed / Math.Max(sent, 1):0.0} % |\n");
    }

    private static string Seconds(double? time) => time?.ToString("0.0", CultureInfo.InvariantCulture) ?? "";

    private static int Acknowledged(History history, bool grants) =>
        history.Changes.Count(change => change.IsGrant == grants && change.Acknowledged != long.MaxValue);
}
