namespace AuthServe.Faults.Histories;

/// <summary>What a history must not show.</summary>
internal static class Rules
{
    /// <summary>R1: a check that was sent after a revoke was acknowledged, and before a later grant was sent, is not allowed.</summary>
    public static IEnumerable<string> FindStaleAllows(History history)
    {
        var changes = ByRight(history);
        foreach (var check in history.Checks.Where(check => check.IsAllowed is true))
        {
            var known = changes.GetValueOrDefault(check.Right, []);
            var last = Array.FindLastIndex(known, change => change.Acknowledged < check.Invoked);
            if (last < 0 || known[last].IsGrant) continue;
            var isGrantedSince = known.Skip(last + 1).Any(change => change.IsGrant && change.Invoked < check.Answered);
            if (isGrantedSince) continue;
            yield return $"R1: {check.Right} allowed by gateway {check.Gateway} {Ms(known[last].Acknowledged, check.Invoked)} after its revoke was acknowledged";
        }
    }

    /// <summary>
    /// R3: the answers for each right are those of one register: each is the value of a change that was under way or the last when it was
    /// asked for, and none is older than what an earlier check saw.
    /// </summary>
    public static IEnumerable<string> FindUnordered(History history)
    {
        var changes = ByRight(history);
        foreach (var checks in history.Checks.Where(check => check.IsAllowed is not null).GroupBy(check => check.Right))
        {
            var known = changes.GetValueOrDefault(checks.Key, []);
            var seen = new SeenIndex();
            foreach (var check in checks.OrderBy(check => check.Invoked))
            {
                var first = Math.Max(Array.FindLastIndex(known, change => change.Acknowledged < check.Invoked), seen.Before(check.Invoked));
                var last = Array.FindLastIndex(known, change => change.Invoked < check.Answered);
                var found = Enumerable.Range(first, last - first + 1).Select(index => (int?)index).FirstOrDefault(index => Value(known, index!.Value) == check.IsAllowed);
                if (found is { } index) seen.Add(check.Answered, index);
                else yield return $"R3: {check.Right} was {check.IsAllowed} at gateway {check.Gateway}, which it was neither before nor after changes {first} to {last}: {Why(known, first, check)}";
            }
        }
    }

    /// <summary>R4: two rights that are never held at the same time, because one is taken before the other is given, are never seen together.</summary>
    public static IEnumerable<string> FindNewEnemies(History history) => history.JointChecks
        .Where(check => check.Allowed.Count > 1)
        .Select(check => $"R4: {check.Subject} held {string.Join(" and ", check.Allowed)} at once");

    /// <summary>R2: what was acknowledged last is what holds now.</summary>
    public static IEnumerable<string> FindLost(History history, IReadOnlyDictionary<Right, bool> now)
    {
        foreach (var (right, known) in ByRight(history))
        {
            if (known[^1].Acknowledged == long.MaxValue || now[right] == known[^1].IsGrant) continue;
            yield return $"R2: {right} is {now[right]} after its last change to {known[^1].IsGrant} was acknowledged";
        }
    }

    private static string Why(Change[] known, int first, Check check) =>
        first >= 0 && known[first].Acknowledged < check.Invoked
            ? $"the first of them was acknowledged {Ms(known[first].Acknowledged, check.Invoked)} before"
            : "the first of them had been seen, and was under way";

    // Before any change nothing is held.
    private static bool Value(Change[] changes, int index) => index >= 0 && changes[index].IsGrant;

    private static Dictionary<Right, Change[]> ByRight(History history) => history.Changes
        .GroupBy(change => change.Right)
        .ToDictionary(changes => changes.Key, changes => changes.OrderBy(change => change.Invoked).ToArray());

    private static string Ms(long from, long to) => $"{History.Seconds(from, to) * 1000:0} ms";

    /// <summary>The newest change that checks are known to have seen by a given time.</summary>
    private sealed class SeenIndex
    {
        private readonly PriorityQueue<int, long> _answered = new();
        private int _newest = -1;

        public void Add(long answered, int index) => _answered.Enqueue(index, answered);

        public int Before(long invoked)
        {
            while (_answered.TryPeek(out var index, out var answered) && answered < invoked)
            {
                _newest = Math.Max(_newest, index);
                _answered.Dequeue();
            }

            return _newest;
        }
    }
}
