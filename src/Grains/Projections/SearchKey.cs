using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace AuthServe.Grains.Projections;

/// <summary>Text in the one form that searching compares: NFKC (UAX #15), lower case, its first characters. Databases order it by its UTF-8.</summary>
internal static class SearchKey
{
    /// <summary>How many characters (Unicode scalar values) count: more than a name or address that signs in has, few enough for an index.</summary>
    public const int Length = 256;

    /// <summary>The key of a text.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text)
    {
        if (text is null) return null;
        var key = text.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        var end = 0;
        foreach (var rune in key.EnumerateRunes().Take(Length)) end += rune.Utf16SequenceLength;
        return key[..end];
    }

    /// <summary>The least text that is greater than every one with this prefix; null when there is none.</summary>
    public static string? Successor(string prefix)
    {
        var runes = prefix.EnumerateRunes().ToList();
        for (var last = runes.Count - 1; last >= 0; last--)
        {
            if (Next(runes[last]) is { } next) return string.Concat(runes.Take(last).Append(next));
        }

        return null;
    }

    /// <summary>Compares as databases do.</summary>
    public static int Compare(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));

    private static Rune? Next(Rune rune) => rune.Value switch
    {
        0x10FFFF => null,
        // Between these are the surrogates, which are no characters.
        0xD7FF => new Rune(0xE000),
        var value => new Rune(value + 1),
    };
}
