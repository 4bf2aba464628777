using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace AuthServe.Permissions;

/// <summary>The names that roles and the parts of permissions have: <c>[a-z][a-z0-9_-]{0,62}</c>, ASCII.</summary>
public static class Slug
{
    /// <summary>The longest slug, in characters.</summary>
    public const int MaxLength = 63;

    /// <summary>Says what a slug may be, for an error message.</summary>
    public const string Allowed = "1 to 63 characters: a-z, 0-9, '_' and '-', beginning with a letter";

    private static readonly SearchValues<char> Characters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>Whether the text is a slug as it stands; nothing is trimmed or folded.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text) => text is not null && IsValid(text.AsSpan());

    /// <summary>Whether the text is a slug as it stands; nothing is trimmed or folded.</summary>
    public static bool IsValid(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxLength && char.IsAsciiLetterLower(text[0]) && !text.ContainsAnyExcept(Characters);
}
