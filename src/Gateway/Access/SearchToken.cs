using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace AuthServe.Gateway.Access;

/// <summary>
/// Where a search goes on. It goes with the search it was given for: with another one, or another limit, it is refused (AuthZEN,
/// section 8.2). It says nothing that its bearer has not been answered, and grants nothing, so it is not signed.
/// </summary>
/// <param name="Limit">The most results on a page, which stays.</param>
/// <param name="After">The last result before the page; empty for the first.</param>
internal sealed record SearchToken(int Limit, string After)
{
    // A position is one result: an id or a name.
    private const int LongestToken = 4096;

    /// <summary>Reads a token that was given for the search with this fingerprint; null for any other.</summary>
    public static SearchToken? Read(string token, ReadOnlySpan<byte> fingerprint)
    {
        if (token.Length > LongestToken || !Base64Url.IsValid(token)) return null;
        var bytes = Base64Url.DecodeFromChars(token).AsSpan();
        if (!bytes.StartsWith(fingerprint)) return null;
        bytes = bytes[fingerprint.Length..];
        if (bytes.Length < sizeof(int) || !Utf8.IsValid(bytes[sizeof(int)..])) return null;
        return new(BinaryPrimitives.ReadInt32BigEndian(bytes), Encoding.UTF8.GetString(bytes[sizeof(int)..]));
    }

    /// <summary>The token as it is sent.</summary>
    public string Write(ReadOnlySpan<byte> fingerprint)
    {
        var limit = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(limit, Limit);
        return Base64Url.EncodeToString([.. fingerprint, .. limit, .. Encoding.UTF8.GetBytes(After)]);
    }
}
