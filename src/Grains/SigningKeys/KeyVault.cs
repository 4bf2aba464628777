using System.Security.Cryptography;
using System.Text;

namespace AuthServe.Grains.SigningKeys;

/// <summary>Encrypts private keys for storage: AES-256-GCM, a fresh nonce each time, bound to the key's id.</summary>
internal sealed class KeyVault(KeyEncryptionKey secret)
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly byte[] _key = secret.Derive("signing-keys");

    /// <summary>Nonce, ciphertext and tag in base64.</summary>
    public string Seal(byte[] privateKey, string keyId)
    {
        var sealedKey = new byte[NonceSize + privateKey.Length + TagSize];
        var nonce = sealedKey.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(nonce, privateKey, sealedKey.AsSpan(NonceSize, privateKey.Length), sealedKey.AsSpan(^TagSize), Encoding.UTF8.GetBytes(keyId));
        return Convert.ToBase64String(sealedKey);
    }

    /// <summary>The private key; fails when it was sealed under another secret.</summary>
    public byte[] Open(string text, string keyId)
    {
        var sealedKey = Convert.FromBase64String(text);
        var privateKey = new byte[sealedKey.Length - NonceSize - TagSize];
        using var aes = new AesGcm(_key, TagSize);
        try
        {
            aes.Decrypt(
                sealedKey.AsSpan(0, NonceSize), sealedKey.AsSpan(NonceSize, privateKey.Length), sealedKey.AsSpan(^TagSize), privateKey,
                Encoding.UTF8.GetBytes(keyId));
        }
        catch (AuthenticationTagMismatchException exception)
        {
            throw new InvalidOperationException(
                "The stored signing keys cannot be read: AuthServe:Keys:EncryptionKey is not the key they were stored with.", exception);
        }

        return privateKey;
    }
}
