using System.Collections.Concurrent;
using AuthServe.GrainInterfaces.Leases;
using AuthServe.GrainInterfaces.Organizations;
using AuthServe.GrainInterfaces.Outcomes;
using AuthServe.Grains.Storage;
using AuthServe.Permissions;

namespace AuthServe.Grains.Policies;

/// <summary>
/// This process's copy of the policies of the organizations it answers for. Every change is pushed here before it is acknowledged; a
/// copy never goes back to a lower revision. It knows nothing of silos, so that the same code can serve wherever pushes reach.
/// </summary>
internal sealed class PolicyReplica(IPolicySource source, TimeProvider time)
{
    /// <summary>How long a pushed revision is remembered: longer than a read that raced the push can be under way.</summary>
    internal static readonly TimeSpan FloorRetention = ChangeFloors.Retention;

    /// <summary>What took longer to read is not kept.</summary>
    internal static readonly TimeSpan LongestRead = ChangeFloors.LongestRead;

    /// <summary>A copy nobody asked for in this time is dropped; the next question fetches it again.</summary>
    internal static readonly TimeSpan IdleRetention = TimeSpan.FromMinutes(30);

    private const int FillAttempts = 5;
    private readonly ConcurrentDictionary<Guid, Copy> _copies = new();
    private readonly ConcurrentDictionary<Guid, Floor> _floors = new();
    private readonly ConcurrentDictionary<Guid, Lazy<Task<Copy?>>> _fills = new();
    private readonly Lock _change = new();

    /// <summary>The copy, if it is here.</summary>
    public Copy? TryGet(Guid organization)
    {
        if (!_copies.TryGetValue(organization, out var copy)) return null;
        copy.UsedAt = time.GetTimestamp();
        return copy;
    }

    /// <summary>The copy, fetched if need be; null when there is no such organization.</summary>
    public ValueTask<Copy?> GetAsync(Guid organization) =>
        TryGet(organization) is { } copy ? ValueTask.FromResult<Copy?>(copy) : new(FillOnceAsync(organization));

    /// <summary>Takes in a committed change. When it returns, nothing here answers by an older revision.</summary>
    public void Apply(ReplicaUpdate update)
    {
        lock (_change)
        {
            _floors.AddOrUpdate(
                update.Organization,
                _ => new(update.Revision, time.GetTimestamp()),
                (_, floor) => new(Math.Max(floor.Revision, update.Revision), time.GetTimestamp()));
            if (!_copies.TryGetValue(update.Organization, out var copy) || copy.Revision >= update.Revision) return;

            // A gap means that a push before this one was missed: only a fresh copy is known to be whole. Of what is deleted there is none.
            if (copy.Revision + 1 == update.Revision && !update.IsDeletion) _copies[update.Organization] = copy.After(update);
            else _copies.TryRemove(update.Organization, out _);
        }
    }

    /// <summary>Forgets idle copies and old floors.</summary>
    public void Prune()
    {
        lock (_change)
        {
            foreach (var (organization, copy) in _copies)
            {
                if (time.GetElapsedTime(copy.UsedAt) > IdleRetention) _copies.TryRemove(organization, out _);
            }

            foreach (var (organization, floor) in _floors)
            {
                if (time.GetElapsedTime(floor.At) > FloorRetention) _floors.TryRemove(organization, out _);
            }
        }
    }

    private async Task<Copy?> FillOnceAsync(Guid organization)
    {
        while (true)
        {
            var fill = _fills.GetOrAdd(organization, id => new(() => FillAsync(id)));
            try
            {
                var copy = await fill.Value;
                // It may have ended before a push that came before this question.
                if (copy is null || IsCurrent(organization, copy.Revision)) return copy;
            }
            finally
            {
                _fills.TryRemove(new(organization, fill));
            }
        }
    }

    private async Task<Copy?> FillAsync(Guid organization)
    {
        for (var attempt = 1; ; attempt++)
        {
            var asked = time.GetTimestamp();
            var snapshot = await source.GetAsync(organization);
            if (snapshot is null) return null;
            // A process that stood still for long may have forgotten the floor that what it reads now is below.
            if (time.GetElapsedTime(asked) < LongestRead && TryKeep(organization, snapshot) is { } kept) return kept;
            if (attempt == FillAttempts) throw new StateUnavailableException($"organization {organization}");
            await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt), time);
        }
    }

    // A fetch that raced a push may carry what the push replaced: it is thrown away, and fetched again.
    private Copy? TryKeep(Guid organization, PolicySnapshot snapshot)
    {
        lock (_change)
        {
            if (!IsCurrent(organization, snapshot.Revision)) return null;
            if (_copies.TryGetValue(organization, out var copy) && copy.Revision >= snapshot.Revision) return copy;
            return _copies[organization] = Copy.Of(snapshot, time.GetTimestamp());
        }
    }

    private bool IsCurrent(Guid organization, long revision) => !_floors.TryGetValue(organization, out var floor) || revision >= floor.Revision;

    private readonly record struct Floor(long Revision, long At);

    /// <summary>One organization's policy.</summary>
    /// <param name="policy">What its roles grant; the same object as long as no role changes.</param>
    /// <param name="revision">The revision it is true for, at least that of the policy's last change.</param>
    /// <param name="usedAt">A timestamp of the time provider.</param>
    internal sealed class Copy(OrganizationPolicy policy, long revision, long usedAt)
    {
        private long _usedAt = usedAt;

        public OrganizationPolicy Policy => policy;

        public long Revision => revision;

        public long UsedAt
        {
            get => Volatile.Read(ref _usedAt);
            set => Volatile.Write(ref _usedAt, value);
        }

        public static Copy Of(PolicySnapshot snapshot, long usedAt) =>
            new(OrganizationPolicy.Create(snapshot.Revision, snapshot.Roles.Select(role => role.ToPolicy())), snapshot.Revision, usedAt);

        public Copy After(ReplicaUpdate update)
        {
            var next = update.Removed.Aggregate(policy, (before, role) => before.Without(update.Revision, role));
            next = update.Changed.Aggregate(next, (before, role) => before.With(update.Revision, role.ToPolicy()));
            return new(next, update.Revision, UsedAt);
        }
    }
}
