using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace AuthServe.Grains.Links;

/// <summary>
/// The token in a link: what it is about, which finds the grain that can judge it, and a secret; <c>id.secret</c>, each in base64url.
/// </summary>
/// <param name="Id">What the link is about.</param>
/// <param name="Secret">32 bytes.</param>
[GenerateSerializer, Immutable, Alias("authserve.internal.LinkToken")]
internal sealed record LinkToken([property: Id(0)] Guid Id, [property: Id(1)] ReadOnlyMemory<byte> Secret)
{
    /// <summary>How long the secret is, in bytes.</summary>
    public const int SecretSize = 32;

    private const int IdSize = 16;
    private static readonly int IdLength = Base64Url.GetEncodedLength(IdSize);
    private static readonly int SecretLength = Base64Url.GetEncodedLength(SecretSize);

    /// <summary>Reads a token. Whether it is good, only the grain it names can say.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out LinkToken? token)
    {
        token = null;
        if (text is null || text.Length != IdLength + 1 + SecretLength || text[IdLength] != '.') return false;
        if (!TryDecode(text.AsSpan(0, IdLength), IdSize, out var id) || !TryDecode(text.AsSpan(IdLength + 1), SecretSize, out var secret)) return false;

        token = new(new(id, bigEndian: true), secret);
        return token.Encode() == text;
    }

    /// <summary>The token as text.</summary>
    public string Encode() => $"{Base64Url.EncodeToString(Id.ToByteArray(bigEndian: true))}.{Base64Url.EncodeToString(Secret.Span)}";

    /// <summary>Shows no secret.</summary>
    public override string ToString() => $"link of {Id}";

    private static bool TryDecode(ReadOnlySpan<char> text, int size, out byte[] bytes)
    {
        bytes = new byte[size];
        return Base64Url.IsValid(text, out var decoded) && decoded == size && Base64Url.TryDecodeFromChars(text, bytes, out _);
    }
}
