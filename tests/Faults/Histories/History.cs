using System.Collections.Concurrent;
using System.Diagnostics;

namespace AuthServe.Faults.Histories;

/// <summary>One right that one writer gives and takes: a permission that a user holds by a role.</summary>
/// <param name="Subject">Whose.</param>
/// <param name="Permission">Which.</param>
internal readonly record struct Right(string Subject, string Permission);

/// <summary>A question whether a right is held, and its answer.</summary>
/// <param name="Right">What was asked.</param>
/// <param name="Invoked">When it was sent.</param>
/// <param name="Answered">When the answer was here.</param>
/// <param name="IsAllowed">The answer; null when there was none.</param>
/// <param name="Gateway">Which gateway was asked.</param>
/// <param name="Failure">What was said instead of an answer.</param>
internal sealed record Check(Right Right, long Invoked, long Answered, bool? IsAllowed, int Gateway, string? Failure = null);

/// <summary>A right that is given or taken. Its writer does nothing else before it is acknowledged.</summary>
/// <param name="right">What.</param>
/// <param name="invoked">When it was first sent.</param>
/// <param name="isGrant">Whether it is given.</param>
internal sealed class Change(Right right, long invoked, bool isGrant)
{
    private long _acknowledged = long.MaxValue;

    public Right Right => right;

    public long Invoked => invoked;

    public bool IsGrant => isGrant;

    /// <summary>When it was acknowledged; the end of time while it is not.</summary>
    public long Acknowledged
    {
        get => Interlocked.Read(ref _acknowledged);
        set => Interlocked.Exchange(ref _acknowledged, value);
    }
}

/// <summary>Several rights, asked for in one question and answered from one state.</summary>
internal sealed record JointCheck(string Subject, long Answered, IReadOnlyList<string> Allowed);

/// <summary>Everything that clients did and saw, on the one monotonic clock of the process that they all are in.</summary>
internal sealed class History
{
    private readonly ConcurrentQueue<Check> _checks = [];
    private readonly ConcurrentQueue<Change> _changes = [];
    private readonly ConcurrentQueue<JointCheck> _joint = [];
    private readonly ConcurrentQueue<(long At, int Gateway, string Text)> _failedWrites = [];

    public IReadOnlyCollection<Check> Checks => _checks;

    public IReadOnlyCollection<Change> Changes => _changes;

    public IReadOnlyCollection<JointCheck> JointChecks => _joint;

    /// <summary>Attempts to write that were not acknowledged, by when they were sent.</summary>
    public IReadOnlyCollection<(long At, int Gateway, string Text)> FailedWrites => _failedWrites;

    public static long Now => Stopwatch.GetTimestamp();

    public static double Seconds(long from, long to) => (to - from) / (double)Stopwatch.Frequency;

    public void Add(Check check) => _checks.Enqueue(check);

    public void Add(Change change) => _changes.Enqueue(change);

    public void Add(JointCheck check) => _joint.Enqueue(check);

    public void AddFailedWrite(long at, int gateway, string text) => _failedWrites.Enqueue((at, gateway, text));
}
