using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AuthServe.GrainInterfaces.Accounts;
using AuthServe.Grains.SigningKeys;

namespace AuthServe.Grains.Accounts;

/// <summary>
/// Gives every name nobody has the credentials of an account that does not exist, so that guessing at it costs, counts and locks as
/// guessing at any other does. Which one cannot be foreseen without the cluster's secret, and there are only so many of them, so that
/// guessing at ever new names does not fill the database.
/// </summary>
internal sealed class UnknownNames(KeyEncryptionKey secret)
{
    private const uint Places = 1 << 20;
    private readonly byte[] _key = secret.Derive("unknown-names");

    public UserId StandIn(string login)
    {
        var hash = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(login));
        Span<byte> place = stackalloc byte[16];
        place.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(place[12..], BinaryPrimitives.ReadUInt32BigEndian(hash) % Places);
        return new(new Guid(place, bigEndian: true));
    }
}
