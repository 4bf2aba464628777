using System.Buffers.Binary;
using System.Security.Cryptography;
using AuthServe.GrainInterfaces.Grants;
using AuthServe.Grains.SigningKeys;

namespace AuthServe.Grains.Grants;

/// <summary>
/// Makes the secrets in credentials: HMAC-SHA256 (RFC 2104) under a key of the cluster over the grant's salt, the kind and the
/// generation. So none is stored, and one that was answered before can be answered again.
/// </summary>
internal sealed class GrantSecrets(KeyEncryptionKey cluster)
{
    private const int SaltSize = 16;
    private readonly byte[] _key = cluster.Derive("grants");

    /// <summary>A salt for a new grant.</summary>
    public static string CreateSalt() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(SaltSize));

    /// <summary>The credential of this kind and generation.</summary>
    public Credential Make(CredentialKind kind, Guid grant, string salt, int generation)
    {
        Span<byte> message = stackalloc byte[SaltSize + 16 + 1 + sizeof(int)];
        if (!Convert.TryFromBase64String(salt, message, out var written) || written != SaltSize) throw new FormatException("A salt has 16 bytes.");
        grant.TryWriteBytes(message[SaltSize..], bigEndian: true, out _);
        message[SaltSize + 16] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(message[^sizeof(int)..], generation);
        return new(kind, grant, generation, HMACSHA256.HashData(_key, message));
    }

    /// <summary>Whether the cluster made this credential for a grant with that salt. Compares in constant time.</summary>
    public bool IsGenuine(Credential credential, string salt) => CryptographicOperations.FixedTimeEquals(
        Make(credential.Kind, credential.Grant, salt, credential.Generation).Secret.Span, credential.Secret.Span);
}
