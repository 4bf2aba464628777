using System.Globalization;
using System.Text;

namespace AuthServe.GrainInterfaces.Accounts;

/// <summary>Free text that people read: names of organizations, roles and users, descriptions.</summary>
public static class DisplayText
{
    private const char ZeroWidthNonJoiner = '\u200C';
    private const char ZeroWidthJoiner = '\u200D';

    /// <summary>Says what <see cref="TryNormalize"/> accepts, for an error message.</summary>
    public static string Allowed(int maxLength) =>
        $"1 to {maxLength} characters of text on one line, without control or invisible formatting characters";

    /// <summary>
    /// Trims and brings to NFC. Refuses what is empty, longer than <paramref name="maxLength"/> UTF-16 units, not well-formed
    /// Unicode, or holds control, private-use, line-breaking or invisible formatting characters.
    /// </summary>
    public static bool TryNormalize(string? text, int maxLength, out string normalized)
    {
        normalized = "";
        if (text is null || text.Length > 4 * maxLength || !IsReadable(text)) return false;
        normalized = text.Normalize(NormalizationForm.FormC).Trim();
        return normalized.Length > 0 && normalized.Length <= maxLength;
    }

    private static bool IsReadable(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, at, out var rune)) return false;
            if (IsHidden(rune)) return false;
            at += rune.Utf16SequenceLength;
        }

        return true;
    }

    // The two joiners shape letters and emoji in many scripts; every other format character only hides or reorders text.
    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Format => rune.Value is not (ZeroWidthNonJoiner or ZeroWidthJoiner),
        _ => false,
    };
}
