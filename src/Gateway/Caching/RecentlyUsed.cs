using System.Collections.Concurrent;

namespace AuthServe.Gateway.Caching;

/// <summary>So many things that were used last, and at most as many that were not.</summary>
internal sealed class RecentlyUsed<TKey, TValue>(int size, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _change = new();

    // Of two generations the older is dropped when the younger is full, but for what was used meanwhile.
    private volatile ConcurrentDictionary<TKey, Entry> _young = new(comparer);
    private volatile ConcurrentDictionary<TKey, Entry> _old = new(comparer);
    private int _count;

    /// <summary>What is there; null when there is nothing.</summary>
    public TValue? Find(TKey key)
    {
        if (_young.TryGetValue(key, out var entry)) return entry.Value;
        if (!_old.TryGetValue(key, out entry)) return null;
        entry.IsUsed = true;
        return entry.Value;
    }

    /// <summary>As <see cref="Find(TKey)"/>, by another form of the key that the comparer knows.</summary>
    public TValue? Find<TAlternate>(TAlternate key)
        where TAlternate : notnull, allows ref struct
    {
        if (_young.GetAlternateLookup<TAlternate>().TryGetValue(key, out var entry)) return entry.Value;
        if (!_old.GetAlternateLookup<TAlternate>().TryGetValue(key, out entry)) return null;
        entry.IsUsed = true;
        return entry.Value;
    }

    /// <summary>Puts it in the place of what was there.</summary>
    public void Set(TKey key, TValue value)
    {
        lock (_change)
        {
            // Counted here: to count a concurrent dictionary is to lock all of it.
            if (_count == size) Turn();
            _count++;
            _young[key] = new(value);
            _old.TryRemove(key, out _);
        }
    }

    public void Remove(TKey key)
    {
        lock (_change)
        {
            _young.TryRemove(key, out _);
            _old.TryRemove(key, out _);
        }
    }

    public void RemoveAll(Func<TKey, TValue, bool> which)
    {
        lock (_change)
        {
            foreach (var generation in (ConcurrentDictionary<TKey, Entry>[])[_young, _old])
            {
                foreach (var entry in generation.Where(entry => which(entry.Key, entry.Value.Value))) generation.TryRemove(entry);
            }
        }
    }

    private void Turn()
    {
        var next = new ConcurrentDictionary<TKey, Entry>(comparer);
        foreach (var (key, entry) in _old.Where(entry => entry.Value.IsUsed).Take(size / 2)) next[key] = new(entry.Value);
        _count = next.Count;
        (_old, _young) = (_young, next);
    }

    private sealed class Entry(TValue value)
    {
        public TValue Value => value;

        public bool IsUsed { get; set; }
    }
}
