using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace AuthServe.GrainInterfaces.Idempotency;

/// <summary>
/// Goes with a command that must not be executed twice: the same for every execution of one request, and for no other. What an execution
/// makes up, it makes from the seed, so that it makes the same each time.
/// </summary>
/// <param name="Id">Names the request. A version 7 UUID (RFC 9562, section 5.7).</param>
/// <param name="Seed">32 random bytes, a secret: it also encrypts what the organization notes of the answer.</param>
[GenerateSerializer, Immutable, Alias("authserve.RequestKey")]
public sealed record RequestKey([property: Id(0)] Guid Id, [property: Id(1)] ImmutableArray<byte> Seed)
{
    private const int TimeBytes = 6;

    /// <summary>So many bytes for one purpose (HKDF with SHA-256, RFC 5869).</summary>
    public byte[] Derive(string purpose, int size) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, [.. Seed], size, info: Encoding.UTF8.GetBytes("authserve/request/" + purpose));

    /// <summary>An id for one purpose: a version 7 UUID of the time of the request.</summary>
    public Guid NewId(string purpose)
    {
        Span<byte> bytes = Derive(purpose, 16);
        Span<byte> begun = stackalloc byte[16];
        Id.TryWriteBytes(begun, bigEndian: true, out _);
        begun[..TimeBytes].CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }

    /// <summary>Shows the id alone.</summary>
    public override string ToString() => Id.ToString("D");
}
