using AuthServe.GrainInterfaces.SigningKeys;

namespace AuthServe.Grains.SigningKeys;

/// <summary>When keys change phase: values in, values out.</summary>
internal static class KeySchedule
{
    /// <summary>
    /// The ring as it should be at <paramref name="now"/>; the same object when nothing is due. A key becomes active only after it has
    /// been published for the whole period, however late anybody asks; only the very first one signs at once.
    /// </summary>
    public static SigningKeysState At(this SigningKeysState ring, DateTimeOffset now, SigningKeysOptions options, Func<StoredKey> create)
    {
        var next = ring.DropRetired(now, options);
        if (next.Find(KeyPhase.Active) is not { } active) return next.With(create() with { Phase = KeyPhase.Active, Since = now });

        var published = next.Find(KeyPhase.Next);
        if (published is null)
        {
            return now < active.Since + options.ActiveFor - options.PublishFor
                ? next
                : next.With(create() with { Phase = KeyPhase.Next, Since = now });
        }

        var isDue = now >= active.Since + options.ActiveFor && now >= published.Since + options.PublishFor;
        return isDue ? next.Promote(published, active, now) : next;
    }

    private static StoredKey? Find(this SigningKeysState ring, KeyPhase phase) => ring.Keys.FirstOrDefault(key => key.Phase == phase);

    private static SigningKeysState With(this SigningKeysState ring, StoredKey key) =>
        new() { Version = ring.Version + 1, Keys = ring.Keys.Insert(0, key) };

    private static SigningKeysState Promote(this SigningKeysState ring, StoredKey published, StoredKey active, DateTimeOffset now) => new()
    {
        Version = ring.Version + 1,
        Keys = ring.Keys
            .Replace(published, published with { Phase = KeyPhase.Active, Since = now })
            .Replace(active, active with { Phase = KeyPhase.Retiring, Since = now }),
    };

    private static SigningKeysState DropRetired(this SigningKeysState ring, DateTimeOffset now, SigningKeysOptions options)
    {
        var kept = ring.Keys.RemoveAll(key => key.Phase == KeyPhase.Retiring && now >= key.Since + options.RetainFor);
        return kept.Length == ring.Keys.Length ? ring : new() { Version = ring.Version + 1, Keys = kept };
    }
}
