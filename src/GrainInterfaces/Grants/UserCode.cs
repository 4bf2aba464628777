using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace AuthServe.GrainInterfaces.Grants;

/// <summary>
/// What a user of a device enters: eight consonants in two groups, which spell no words and are told apart when read aloud (RFC 8628,
/// section 6.1). 34 bits, for ten minutes, to be entered by somebody who is signed in.
/// </summary>
public static class UserCode
{
    private const string Letters = "BCDFGHJKLMNPQRSTVWXZ";
    private const int Length = 8;

    /// <summary>A fresh code, as it is shown.</summary>
    public static string Create()
    {
        var code = RandomNumberGenerator.GetString(Letters, Length);
        return Show(code);
    }

    /// <summary>Reads what somebody typed: case, spaces and dashes do not matter.</summary>
    public static bool TryNormalize(string? typed, [NotNullWhen(true)] out string? code)
    {
        code = null;
        if (typed is not { Length: <= 4 * Length }) return false;
        var letters = string.Concat(typed.Where(letter => letter is not (' ' or '-'))).ToUpperInvariant();
        if (letters.Length != Length || letters.Any(letter => !Letters.Contains(letter, StringComparison.Ordinal))) return false;
        code = Show(letters);
        return true;
    }

    /// <summary>The key of the code's grain.</summary>
    public static string GrainKey(string code) => "d/" + code;

    private static string Show(string letters) => $"{letters[..(Length / 2)]}-{letters[(Length / 2)..]}";
}
