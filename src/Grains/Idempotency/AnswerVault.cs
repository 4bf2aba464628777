using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AuthServe.GrainInterfaces.Idempotency;
using AuthServe.Grains.SigningKeys;
using AuthServe.Grains.Storage;
using Orleans.Serialization;

namespace AuthServe.Grains.Idempotency;

/// <summary>
/// Encrypts answers for storage, under keys that take the cluster's secret and one of the request to derive: whoever has the database and the
/// configuration of a silo reads none.
/// </summary>
internal sealed class AnswerVault(KeyEncryptionKey cluster, Serializer serializer)
{
    /// <summary>What the caller's own key opens.</summary>
    public Box Of(CallerKey key) => new(serializer, cluster.Derive("idempotency", KeyEncryptionKey.Size, Encoding.UTF8.GetBytes(key.Text)));

    /// <summary>What the seed of a request opens.</summary>
    public Box Of(RequestKey key) => new(serializer, cluster.Derive("idempotency-log", KeyEncryptionKey.Size, [.. key.Seed]));

    internal sealed class Box(Serializer serializer, byte[] key)
    {
        /// <summary>Seals a value for its owner.</summary>
        public string Seal<T>(T value, string owner) => Sealing.Seal(key, serializer.SerializeToArray(value), owner);

        /// <summary>What was sealed for that owner.</summary>
        public T Open<T>(string text, string owner) => serializer.Deserialize<T>(Sealing.Open(key, text, owner))!;

        /// <summary>Tells one request from another without telling what it is: guessing at it takes the key.</summary>
        public string MarkOf(ImmutableArray<byte> request) => Convert.ToBase64String(HMACSHA256.HashData(key, request.AsSpan()));
    }
}
