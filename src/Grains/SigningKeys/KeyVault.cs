using System.Security.Cryptography;
using AuthServe.Grains.Storage;

namespace AuthServe.Grains.SigningKeys;

/// <summary>Encrypts private keys for storage, each bound to its id.</summary>
internal sealed class KeyVault(KeyEncryptionKey secret)
{
    private readonly byte[] _key = secret.Derive("signing-keys");

    /// <summary>The sealed key in base64.</summary>
    public string Seal(byte[] privateKey, string keyId) => Sealing.Seal(_key, privateKey, keyId);

    /// <summary>The private key; fails when it was sealed under another secret.</summary>
    public byte[] Open(string text, string keyId)
    {
        try
        {
            return Sealing.Open(_key, text, keyId);
        }
        catch (AuthenticationTagMismatchException exception)
        {
            throw new InvalidOperationException(
                "The stored signing keys cannot be read: AuthServe:Keys:EncryptionKey is not the key they were stored with.", exception);
        }
    }
}
