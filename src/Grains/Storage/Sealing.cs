using System.Security.Cryptography;
using System.Text;

namespace AuthServe.Grains.Storage;

/// <summary>Encrypts what is stored: AES-256-GCM, a fresh nonce each time, bound to what it belongs to.</summary>
internal static class Sealing
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <summary>Nonce, ciphertext and tag in base64.</summary>
    public static string Seal(byte[] key, ReadOnlySpan<byte> plain, string owner)
    {
        var box = new byte[NonceSize + plain.Length + TagSize];
        var nonce = box.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, plain, box.AsSpan(NonceSize, plain.Length), box.AsSpan(^TagSize), Encoding.UTF8.GetBytes(owner));
        return Convert.ToBase64String(box);
    }

    /// <summary>What was sealed.</summary>
    /// <exception cref="AuthenticationTagMismatchException">It was sealed with another key, or for another owner.</exception>
    public static byte[] Open(byte[] key, string text, string owner)
    {
        var box = Convert.FromBase64String(text);
        var plain = new byte[box.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(box.AsSpan(0, NonceSize), box.AsSpan(NonceSize, plain.Length), box.AsSpan(^TagSize), plain, Encoding.UTF8.GetBytes(owner));
        return plain;
    }
}
