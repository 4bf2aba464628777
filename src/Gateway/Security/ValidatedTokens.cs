using System.Diagnostics.CodeAnalysis;
using AuthServe.Gateway.Caching;
using Microsoft.IdentityModel.Tokens;

namespace AuthServe.Gateway.Security;

/// <summary>
/// Tokens that one key ring has found valid, so that the signature of a token in use is verified once. Only what never changes is
/// remembered: what its user may do is asked anew for every request.
/// </summary>
internal sealed class ValidatedTokens
{
    private const int Tokens = 2_048;
    private readonly RecentlyUsed<string, TokenValidationResult> _valid = new(Tokens, new BySignature());

    /// <summary>What was found of this very text, until the token runs out; null when it is not known.</summary>
    public TokenValidationResult? Find(ReadOnlySpan<char> token, DateTimeOffset now) =>
        _valid.Find(token) is { } found && now.UtcDateTime < found.SecurityToken.ValidTo ? found : null;

    /// <summary>Remembers a valid token.</summary>
    public void Keep(string token, TokenValidationResult valid)
    {
        // Made on first use otherwise, which several requests could be at once.
        _ = valid.ClaimsIdentity;
        _valid.Set(token, valid);
    }

    /// <summary>Compares tokens as they are, and finds them by their end, which differs: only valid ones are kept, and it is part of a signature.</summary>
    private sealed class BySignature : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<char>, string>
    {
        private const int End = 32;

        public bool Equals(string? one, string? other) => string.Equals(one, other, StringComparison.Ordinal);

        public bool Equals(ReadOnlySpan<char> one, string other) => one.SequenceEqual(other);

        public int GetHashCode([DisallowNull] string token) => GetHashCode(token.AsSpan());

        public int GetHashCode(ReadOnlySpan<char> token) => string.GetHashCode(token[^Math.Min(End, token.Length)..], StringComparison.Ordinal);

        public string Create(ReadOnlySpan<char> token) => token.ToString();
    }
}
