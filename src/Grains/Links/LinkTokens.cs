using System.Security.Cryptography;
using AuthServe.Grains.SigningKeys;

namespace AuthServe.Grains.Links;

/// <summary>
/// Makes and judges the tokens of links that are good for one use. The secret is HMAC-SHA256 (RFC 2104) under a key of the cluster over
/// purpose, id and a salt: a grain stores salt and hash, and whoever sends the mail has the token made when it is written.
/// </summary>
internal sealed class LinkTokens(KeyEncryptionKey cluster)
{
    private const int SaltSize = 16;
    private const int IdSize = 16;
    private readonly byte[] _key = cluster.Derive("links");

    /// <summary>A new link. Its token is made by <see cref="Reveal"/>.</summary>
    public StoredLink Create(LinkPurpose purpose, Guid id, DateTimeOffset expiresAt)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        return new()
        {
            Salt = Convert.ToBase64String(salt),
            Sha256 = Convert.ToBase64String(SHA256.HashData(Secret(purpose, id, salt))),
            ExpiresAt = expiresAt,
        };
    }

    /// <summary>The token of a link, for the mail and nothing else: it is neither stored nor logged.</summary>
    public string Reveal(LinkPurpose purpose, Guid id, StoredLink link) =>
        new LinkToken(id, Secret(purpose, id, Convert.FromBase64String(link.Salt))).Encode();

    /// <summary>Whether the token is that of the link, which is there and has not run out. Compares in constant time.</summary>
    public static bool IsGood(LinkToken token, StoredLink? link, DateTimeOffset now) =>
        link is not null && now < link.ExpiresAt && Matches(token, link);

    /// <summary>Whether the token is that of the link, however old. Compares in constant time.</summary>
    public static bool Matches(LinkToken token, StoredLink link) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(token.Secret.Span), Convert.FromBase64String(link.Sha256));

    private byte[] Secret(LinkPurpose purpose, Guid id, ReadOnlySpan<byte> salt)
    {
        Span<byte> message = stackalloc byte[1 + IdSize + SaltSize];
        message[0] = (byte)purpose;
        id.TryWriteBytes(message[1..], bigEndian: true, out _);
        salt.CopyTo(message[(1 + IdSize)..]);
        return HMACSHA256.HashData(_key, message);
    }
}
