using System.Text;
using System.Text.RegularExpressions;

namespace AuthServe.GrainInterfaces.LoginNames;

/// <summary>
/// The names a person signs in with, in the one form that is compared and stored: NFKC (UAX #15), lower case. Only ASCII is left
/// after that, so no two names look alike.
/// </summary>
public static partial class LoginName
{
    /// <summary>Says what a user name may be, for an error message.</summary>
    public const string UsernameAllowed =
        "2 to 64 characters: a-z, 0-9, '.', '_' and '-', beginning and ending with a letter or digit, and not a UUID";

    /// <summary>Says what an e-mail address may be, for an error message.</summary>
    public const string EmailAllowed = "an e-mail address of at most 254 ASCII characters, such as alice@example.com";

    private const int LongestInput = 1024;

    /// <summary>The normal form of a user name; false when it can have none. One that reads as a UUID would be taken for a user's id.</summary>
    public static bool TryNormalizeUsername(string? text, out string username) =>
        TryFold(text, out username) && UsernamePattern().IsMatch(username) && !Guid.TryParse(username, out _);

    /// <summary>The normal form of an e-mail address (the form of the HTML standard's e-mail input); false when it can have none.</summary>
    public static bool TryNormalizeEmail(string? text, out string email) =>
        TryFold(text, out email) && email.Length <= 254 && EmailPattern().IsMatch(email);

    /// <summary>
    /// The grain key of what somebody typed as their login: <c>e/</c> and an e-mail address, or <c>u/</c> and a user name.
    /// False when it can be neither.
    /// </summary>
    public static bool TryGetKey(string? login, out string key)
    {
        key = "";
        if (TryNormalizeUsername(login, out var username)) key = UsernameKey(username);
        else if (TryNormalizeEmail(login, out var email)) key = EmailKey(email);
        return key.Length > 0;
    }

    /// <summary>
    /// The grain key of a normalised user name. The prefix is not decoration: ADO.NET storage folds keys that read as
    /// hexadecimal numbers (<c>beef</c> and <c>BEEF</c>, <c>cafe</c> and <c>0cafe</c>) into one row.
    /// </summary>
    public static string UsernameKey(string username) => "u/" + username;

    /// <summary>The grain key of a normalised e-mail address; prefixed as <see cref="UsernameKey"/> is.</summary>
    public static string EmailKey(string email) => "e/" + email;

    private static bool TryFold(string? text, out string folded)
    {
        folded = "";
        if (text is null || text.Length > LongestInput || !IsWellFormed(text)) return false;
        folded = text.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        return true;
    }

    private static bool IsWellFormed(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            // U+FFFE is well-formed and no character; the framework does not normalize it.
            if (!Rune.TryGetRuneAt(text, at, out var rune) || rune.Value == 0xFFFE) return false;
            at += rune.Utf16SequenceLength;
        }

        return true;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,62}[a-z0-9]\\z", RegexOptions.CultureInvariant)]
    private static partial Regex UsernamePattern();

    [GeneratedRegex(
        "^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex EmailPattern();
}
