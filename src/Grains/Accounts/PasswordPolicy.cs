using System.Collections.Frozen;
using AuthServe.GrainInterfaces.Credentials;
using AuthServe.GrainInterfaces.Outcomes;

namespace AuthServe.Grains.Accounts;

/// <summary>
/// Which passwords an account may have (NIST SP 800-63B-4, section 3.1.1.2; OWASP ASVS 5.0, 6.2): long enough, not among the common
/// ones, not the account's own name. Nothing is asked of the kinds of characters.
/// </summary>
internal static class PasswordPolicy
{
    private const int MinLength = 8;
    private const int MaxLength = 256;

    private static readonly Fault Length = new("user.password_weak", $"A password has {MinLength} to {MaxLength} characters.");

    private static readonly Fault Common = new(
        "user.password_weak", "This password is among the first ones that are guessed. Choose one that is not a common word or row of keys.");

    private static readonly Fault Own = new(
        "user.password_weak", "A password must not be the user name or e-mail address.");

    private static readonly FrozenSet<string> Known = ReadKnown();

    /// <summary>Why the account with these names may not have this password; null when it may.</summary>
    public static Fault? Refusal(Password chosen, string username, string email)
    {
        var password = chosen.Text;
        if (password.Length is < MinLength or > MaxLength) return Length;

        var folded = password.ToLowerInvariant();
        if (Known.Contains(folded) || folded.Distinct().Count() < 3) return Common;
        return folded == username || folded == email ? Own : null;
    }

    private static FrozenSet<string> ReadKnown()
    {
        using var stream = typeof(PasswordPolicy).Assembly.GetManifestResourceStream("AuthServe.Grains.Accounts.common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToFrozenSet(StringComparer.Ordinal);
    }
}
