using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace AuthServe.Gateway.Security;

/// <summary>
/// Tokens that one key ring has found valid, so that the signature of a token in use is verified once. Only what never changes is
/// remembered: what its user may do is asked anew for every request. Bounded: of two generations, the older is dropped when the younger
/// is full.
/// </summary>
internal sealed class ValidatedTokens
{
    private const int GenerationSize = 2_048;
    private readonly Lock _turn = new();
    private volatile ConcurrentDictionary<Hash, TokenValidationResult> _young = new();
    private volatile ConcurrentDictionary<Hash, TokenValidationResult> _old = new();

    /// <summary>What was found of this very text, until the token runs out; null when it is not known.</summary>
    public TokenValidationResult? Find(string token, DateTimeOffset now)
    {
        var hash = Hash.Of(token);
        if (!_young.TryGetValue(hash, out var found))
        {
            if (!_old.TryGetValue(hash, out found)) return null;
            Keep(hash, found);
        }

        return now.UtcDateTime < found.SecurityToken.ValidTo ? found : null;
    }

    /// <summary>Remembers a valid token.</summary>
    public void Keep(string token, TokenValidationResult valid) => Keep(Hash.Of(token), valid);

    private void Keep(Hash hash, TokenValidationResult valid)
    {
        // Made on first use otherwise, which several requests could be at once.
        _ = valid.ClaimsIdentity;
        lock (_turn)
        {
            if (_young.Count >= GenerationSize) (_old, _young) = (_young, new());
            _young[hash] = valid;
        }
    }

    /// <summary>SHA-256: nobody can make a text that is taken for another one.</summary>
    private readonly record struct Hash(UInt128 First, UInt128 Second)
    {
        public static Hash Of(string token)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
            return new(BitConverter.ToUInt128(hash), BitConverter.ToUInt128(hash[16..]));
        }
    }
}
