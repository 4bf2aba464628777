using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace AuthServe.GrainInterfaces.Grants;

/// <summary>
/// How the credentials of a grant read: a prefix that says the kind, then in base64url the grant, a generation and a secret that only the
/// cluster can make. The grant in it is what finds the one grain that can judge it.
/// </summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Grant">The grant it is of.</param>
/// <param name="Generation">How many there were of its kind before.</param>
/// <param name="Secret">32 bytes.</param>
public sealed record Credential(CredentialKind Kind, Guid Grant, int Generation, ReadOnlyMemory<byte> Secret)
{
    /// <summary>How long the secret is, in bytes.</summary>
    public const int SecretSize = 32;

    private const int GrantSize = 16;
    private const int Size = GrantSize + sizeof(int) + SecretSize;
    private const int PrefixSize = 4;

    /// <summary>Reads a credential of this kind. Whether it is good, only its grant can say.</summary>
    public static bool TryParse(string? text, CredentialKind kind, [NotNullWhen(true)] out Credential? credential)
    {
        credential = null;
        if (text is null || !text.StartsWith(Prefix(kind), StringComparison.Ordinal)) return false;

        Span<byte> bytes = stackalloc byte[Size];
        var encoded = text.AsSpan(PrefixSize);
        if (encoded.Length != Base64Url.GetEncodedLength(Size) || !Base64Url.IsValid(encoded, out var size) || size != Size) return false;
        Base64Url.DecodeFromChars(encoded, bytes);
        credential = new(
            kind,
            new Guid(bytes[..GrantSize], bigEndian: true),
            BinaryPrimitives.ReadInt32BigEndian(bytes[GrantSize..]),
            bytes[^SecretSize..].ToArray());
        return credential.Encode() == text;
    }

    /// <summary>The credential as text.</summary>
    public string Encode()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Grant.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes[GrantSize..], Generation);
        Secret.Span.CopyTo(bytes[^SecretSize..]);
        return Prefix(Kind) + Base64Url.EncodeToString(bytes);
    }

    /// <summary>Shows no secret.</summary>
    public override string ToString() => $"{Kind} of {Grant}";

    private static string Prefix(CredentialKind kind) => kind switch
    {
        CredentialKind.AuthorizationCode => "asc_",
        CredentialKind.RefreshToken => "asr_",
        CredentialKind.DeviceCode => "asd_",
        _ => "asp_",
    };
}

/// <summary>What a credential is for.</summary>
public enum CredentialKind
{
    /// <summary>RFC 6749, section 1.3.1.</summary>
    AuthorizationCode = 0,

    /// <summary>RFC 6749, section 1.5.</summary>
    RefreshToken = 1,

    /// <summary>RFC 8628, section 3.2.</summary>
    DeviceCode = 2,

    /// <summary>RFC 9126, section 2.2.</summary>
    PushedRequest = 3,
}
