using AuthServe.GrainInterfaces.SigningKeys;
using AuthServe.Grains.SigningKeys;
using CsCheck;
using Xunit;

namespace AuthServe.Grains.Tests.SigningKeys;

public sealed class KeyScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SigningKeysOptions Options = new();
    private int _created;

    [Fact]
    public void The_first_key_signs_at_once()
    {
        var ring = At(new(), Start);

        Assert.Equal([("1", KeyPhase.Active)], Phases(ring));
    }

    [Fact]
    public void Nothing_is_written_when_nothing_is_due()
    {
        var ring = At(new(), Start);

        Assert.Same(ring, At(ring, Start + TimeSpan.FromDays(28)));
    }

    [Fact]
    public void The_next_key_is_published_before_it_signs_and_the_old_one_is_kept_after()
    {
        var published = At(At(new(), Start), Start + TimeSpan.FromDays(29));
        var promoted = At(published, Start + TimeSpan.FromDays(30));
        var dropped = At(promoted, Start + TimeSpan.FromDays(31));

        Assert.Equal([("2", KeyPhase.Next), ("1", KeyPhase.Active)], Phases(published));
        Assert.Equal([("2", KeyPhase.Active), ("1", KeyPhase.Retiring)], Phases(promoted));
        Assert.Equal([("2", KeyPhase.Active)], Phases(dropped));
    }

    [Fact]
    public void A_cluster_that_slept_for_a_year_still_publishes_a_key_before_it_signs()
    {
        var awake = Start + TimeSpan.FromDays(365);

        var ring = At(At(new(), Start), awake);

        Assert.Equal([("2", KeyPhase.Next), ("1", KeyPhase.Active)], Phases(ring));
        Assert.Same(ring, At(ring, awake + Options.PublishFor - TimeSpan.FromTicks(1)));
        Assert.Equal([("2", KeyPhase.Active), ("1", KeyPhase.Retiring)], Phases(At(ring, awake + Options.PublishFor)));
    }

    [Fact]
    public void At_any_pace_one_key_is_active_and_each_is_published_and_retained_for_its_whole_period()
    {
        Gen.Int[1, 40 * 24].Array[1, 60].Sample(
            pauses =>
            {
                var seen = new Dictionary<string, (DateTimeOffset Published, DateTimeOffset? Retired)>();
                var (ring, now) = (new SigningKeysState(), Start);
                var isFirst = true;
                foreach (var hours in pauses)
                {
                    ring = At(ring, now);
                    Assert.Single(ring.Keys, key => key.Phase == KeyPhase.Active);
                    foreach (var key in ring.Keys)
                    {
                        if (!seen.ContainsKey(key.KeyId)) seen[key.KeyId] = (now, null);
                        if (key.Phase == KeyPhase.Active && !isFirst && key.KeyId != ring.Keys[^1].KeyId)
                            Assert.True(key.Since - seen[key.KeyId].Published >= Options.PublishFor);
                        if (key.Phase == KeyPhase.Retiring && seen[key.KeyId].Retired is null) seen[key.KeyId] = (seen[key.KeyId].Published, now);
                    }

                    foreach (var (key, (_, retired)) in seen)
                    {
                        if (ring.Keys.All(kept => kept.KeyId != key)) Assert.True(now - retired >= Options.RetainFor);
                    }

                    isFirst = false;
                    now += TimeSpan.FromHours(hours);
                }
            },
            iter: 1_000,
            threads: 1);
    }

    private SigningKeysState At(SigningKeysState ring, DateTimeOffset now) => ring.At(now, Options, () => new() { KeyId = $"{++_created}" });

    private static IEnumerable<(string, KeyPhase)> Phases(SigningKeysState ring) => ring.Keys.Select(key => (key.KeyId, key.Phase));
}
