using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace AuthServe.Grains.SigningKeys;

/// <summary>The cluster's secret from configuration, 32 bytes: what is encrypted at rest is encrypted under keys derived from it.</summary>
internal sealed record KeyEncryptionKey(ImmutableArray<byte> Bytes)
{
    public const int Size = 32;

    /// <summary>A key of so many bytes for one purpose, and one salt where there is one (HKDF with SHA-256, RFC 5869).</summary>
    public byte[] Derive(string purpose, int size = Size, byte[]? salt = null) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, [.. Bytes], size, salt, Encoding.UTF8.GetBytes("authserve/" + purpose));

    /// <summary>Shows nothing.</summary>
    public override string ToString() => "***";
}
