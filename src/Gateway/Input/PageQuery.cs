using System.Buffers.Text;
using System.ComponentModel;
using System.Globalization;
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

    private const int LongestCursor = 1024;
    private const string WrongCursor = "It must be the next_cursor of an earlier answer.";

    [FromQuery(Name = "limit"), Description("How many items to answer, 1 to 200.")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor"), Description("The next_cursor of the slice before; none for the first.")]
    public string? Cursor { get; init; }

    /// <summary>Reads the limit and the key to begin after.</summary>
    public (string? After, int Limit) Read(Fields fields) => (ReadCursor(fields), ReadLimit(fields));

    /// <summary>As <see cref="Read"/>, for a list whose keys are numbers.</summary>
    public (long? After, int Limit) ReadNumbered(Fields fields)
    {
        var (after, limit) = Read(fields);
        if (after is null) return (null, limit);
        if (!long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) fields.Refuse("cursor", WrongCursor);
        return (number, limit);
    }

    /// <summary>The cursor that stands for a key.</summary>
    public static string? CursorOf(string? next) => next is null ? null : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(next));

    private int ReadLimit(Fields fields)
    {
        if (string.IsNullOrEmpty(Limit)) return DefaultLimit;
        var isNumber = int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out var limit);
        if (!isNumber || limit is < 1 or > MaxLimit) fields.Refuse("limit", $"It must be 1 to {MaxLimit}.");
        return limit;
    }

    private string? ReadCursor(Fields fields)
    {
        if (string.IsNullOrEmpty(Cursor)) return null;
        if (Cursor.Length <= LongestCursor && Base64Url.IsValid(Cursor))
        {
            var key = Base64Url.DecodeFromChars(Cursor);
            if (Utf8.IsValid(key) && !key.AsSpan().ContainsAnyInRange((byte)0, (byte)' ')) return Encoding.UTF8.GetString(key);
        }

        fields.Refuse("cursor", WrongCursor);
        return null;
    }
}
