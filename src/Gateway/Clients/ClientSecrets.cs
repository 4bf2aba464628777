using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AuthServe.GrainInterfaces.Idempotency;

namespace AuthServe.Gateway.Clients;

/// <summary>Secrets of clients. They are random, so a plain hash of one tells nothing of it.</summary>
internal static class ClientSecrets
{
    private const int Bytes = 256 / 8;

    /// <summary>A new secret: 256 random bits, base64url without padding; the same for every execution of one request.</summary>
    public static string New(RequestKey? key) =>
        Base64Url.EncodeToString(key is null ? RandomNumberGenerator.GetBytes(Bytes) : key.Derive("client-secret", Bytes));

    /// <summary>What is kept of it: SHA-256 of its UTF-8, base64url without padding.</summary>
    public static string HashOf(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
