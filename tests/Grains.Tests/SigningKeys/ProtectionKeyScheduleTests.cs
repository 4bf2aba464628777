using System.Security.Cryptography;
using AuthServe.GrainInterfaces.SigningKeys;
using AuthServe.Grains.SigningKeys;
using Xunit;

namespace AuthServe.Grains.Tests.SigningKeys;

public sealed class ProtectionKeyScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    private readonly ProtectionKeySchedule _schedule = new(new([.. Enumerable.Range(0, KeyEncryptionKey.Size).Select(i => (byte)i)]));

    [Fact]
    public void Knows_the_next_period_this_one_and_the_two_before()
    {
        var keys = _schedule.At(Now).ToList();

        Assert.Equal(4, keys.Count);
        Assert.All(keys, key => Assert.Equal(TimeSpan.FromDays(90), key.ExpiresAt - key.ActivatesAt));
        Assert.All(keys.Zip(keys.Skip(1)), pair => Assert.Equal(pair.First.ActivatesAt, pair.Second.ExpiresAt));
        Assert.True(keys[1].ActivatesAt <= Now && Now < keys[1].ExpiresAt);
    }

    [Fact]
    public void A_period_begins_with_its_first_moment_and_not_before()
    {
        var start = _schedule.At(Now).First().ActivatesAt;

        Assert.Equal(_schedule.At(Now).Select(key => key.Id), _schedule.At(start - TimeSpan.FromTicks(1)).Select(key => key.Id));
        Assert.Equal(start, _schedule.At(start).ElementAt(1).ActivatesAt);
    }

    [Fact]
    public void Keys_stay_what_they_are_while_time_goes_on()
    {
        var before = _schedule.At(Now).ToDictionary(key => key.Id);
        var later = _schedule.At(Now + TimeSpan.FromDays(90)).ToDictionary(key => key.Id);

        Assert.Equal(3, before.Keys.Intersect(later.Keys).Count());
        Assert.All(before.Keys.Intersect(later.Keys), id => Assert.Equal(before[id].Secret, later[id].Secret));
    }

    // What older versions have protected must stay readable. Made anew by Bare(): HKDF as in RFC 5869, from its HMAC up.
    [Fact]
    public void Keys_follow_from_the_encryption_key_and_the_number_of_the_period()
    {
        var current = _schedule.At(Now).ElementAt(1);
        var expected = Bare([.. Enumerable.Range(0, 32).Select(i => (byte)i)], "authserve/protection-keys/228"u8.ToArray(), 80);

        Assert.Equal(new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero) + TimeSpan.FromDays(228 * 90), current.ActivatesAt);
        Assert.Equal(expected[..16], current.Id.ToByteArray(bigEndian: true));
        Assert.Equal(expected[16..], current.Secret.ToArray());
    }

    [Fact]
    public void Another_encryption_key_gives_other_keys()
    {
        var other = new ProtectionKeySchedule(new([.. RandomNumberGenerator.GetBytes(KeyEncryptionKey.Size)]));

        Assert.Empty(_schedule.At(Now).Select(key => key.Id).Intersect(other.At(Now).Select(key => key.Id)));
    }

    [Fact]
    public void The_secret_never_prints()
    {
        var key = new ProtectionKey(Guid.NewGuid(), [222, 173], Now, Now);

        Assert.DoesNotContain("222", key.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", $"{new KeyRing([], 1, [key])}", StringComparison.Ordinal);
    }

    private static byte[] Bare(byte[] secret, byte[] info, int size)
    {
        var pseudorandom = HMACSHA256.HashData(new byte[32], secret);
        var (output, block) = (new List<byte>(), Array.Empty<byte>());
        for (byte i = 1; output.Count < size; i++)
        {
            byte[] next = [.. block, .. info, i];
            block = HMACSHA256.HashData(pseudorandom, next);
            output.AddRange(block);
        }

        return [.. output.Take(size)];
    }
}
