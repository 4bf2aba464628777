using System.Buffers.Text;
using System.ComponentModel;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;

namespace AuthServe.Gateway.Input;

/// <summary>Which slice of a list is asked for.</summary>
internal sealed record PageQuery
{
    /// <summary>The most items in one slice.</summary>
    public const int MaxLimit = 200;

    /// <summary>How many items there are in a slice unless it is said.</summary>
    public const int DefaultLimit = 50;

    private const int LongestCursor = 2048;
    private const int ChecksumLength = 4;
    private const string WrongCursor = "It must be the next_cursor of an earlier answer.";

    [FromQuery(Name = "limit"), Description("How many items to answer, 1 to 200.")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor"), Description("The next_cursor of the slice before; none for the first.")]
    public string? Cursor { get; init; }

    /// <summary>Reads the limit and the key to begin after.</summary>
    /// <param name="fields">Notes what is wrong with them.</param>
    /// <param name="isKey">What else the list asks of a key; null for nothing.</param>
    public (string? After, int Limit) Read(Fields fields, Predicate<string>? isKey = null) => (ReadCursor(fields, isKey), ReadLimit(fields));

    /// <summary>As <see cref="Read"/>, for a list whose keys are no text.</summary>
    public (TKey? After, int Limit) Read<TKey>(Fields fields)
        where TKey : struct, IParsable<TKey>
    {
        var (after, limit) = Read(fields);
        if (after is null) return (null, limit);
        if (!TKey.TryParse(after, CultureInfo.InvariantCulture, out var key)) fields.Refuse("cursor", WrongCursor);
        return (key, limit);
    }

    /// <summary>The cursor that stands for a key. It ends with a checksum: what was cut or mistyped is refused, not taken for another place.</summary>
    public static string? CursorOf(string? next)
    {
        if (next is null) return null;
        var key = Encoding.UTF8.GetBytes(next);
        return Base64Url.EncodeToString([.. key, .. Checksum(key)]);
    }

    private int ReadLimit(Fields fields)
    {
        if (string.IsNullOrEmpty(Limit)) return DefaultLimit;
        var isNumber = int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out var limit);
        if (!isNumber || limit is < 1 or > MaxLimit) fields.Refuse("limit", $"It must be 1 to {MaxLimit}.");
        return limit;
    }

    private string? ReadCursor(Fields fields, Predicate<string>? isKey)
    {
        if (string.IsNullOrEmpty(Cursor)) return null;
        if (KeyOf(Cursor) is { } key && isKey?.Invoke(key) != false) return key;
        fields.Refuse("cursor", WrongCursor);
        return null;
    }

    private static string? KeyOf(string cursor)
    {
        if (cursor.Length > LongestCursor || !Base64Url.IsValid(cursor)) return null;
        var bytes = Base64Url.DecodeFromChars(cursor).AsSpan();
        if (bytes.Length <= ChecksumLength) return null;
        var key = bytes[..^ChecksumLength];
        if (!bytes[^ChecksumLength..].SequenceEqual(Checksum(key))) return null;
        return Utf8.IsValid(key) && !key.ContainsAnyInRange((byte)0, (byte)'\x1F') ? Encoding.UTF8.GetString(key) : null;
    }

    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> key) => SHA256.HashData(key).AsSpan(0, ChecksumLength);
}
