using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace AuthServe.Grains.Credentials;

/// <summary>
/// Argon2id (RFC 9106) password hashes as PHC strings: <c>$argon2id$v=19$m=19456,t=2,p=1$salt$hash</c>, base64 without padding. The
/// parameters are OWASP's second choice (19 MiB, 2 passes, 1 lane).
/// </summary>
internal static class Argon2idHash
{
    private const int SaltSize = 16;
    private const int HashSize = 32;
    private static readonly Cost Current = new(19 * 1024, 2);

    /// <summary>A hash nobody knows the password of: verifying against it costs what any other does.</summary>
    public static readonly string Unknown = Compose(Current, RandomNumberGenerator.GetBytes(SaltSize), RandomNumberGenerator.GetBytes(HashSize));

    /// <summary>Hashes with a fresh salt and the current cost.</summary>
    public static string Create(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        return Compose(Current, salt, Derive(password, salt, Current));
    }

    /// <summary>Compares in constant time.</summary>
    public static bool Verify(string password, string hash)
    {
        var (cost, salt, expected) = Parse(hash);
        return CryptographicOperations.FixedTimeEquals(Derive(password, salt, cost), expected);
    }

    /// <summary>Whether the hash was made with less than the current cost and should be made anew at the next sign-in.</summary>
    public static bool IsOutdated(string hash) => Parse(hash).Cost != Current;

    private static byte[] Derive(string password, byte[] salt, Cost cost)
    {
        var algorithm = PasswordBasedKeyDerivationAlgorithm.Argon2id(new Argon2Parameters
        {
            DegreeOfParallelism = 1,
            MemorySize = cost.Kibibytes,
            NumberOfPasses = cost.Passes,
        });

        // NFC, so that one password typed on two keyboards is one password (RFC 8265, section 4.2).
        var bytes = Encoding.UTF8.GetBytes(Normalized(password));
        try
        {
            return algorithm.DeriveBytes(bytes, salt, HashSize);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    // The framework refuses to normalize U+FFFE and what is not well-formed: such a password is what was typed.
    private static string Normalized(string password)
    {
        try
        {
            return password.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return password;
        }
    }

    private static string Compose(Cost cost, byte[] salt, byte[] hash) =>
        string.Create(CultureInfo.InvariantCulture, $"$argon2id$v=19$m={cost.Kibibytes},t={cost.Passes},p=1${Encode(salt)}${Encode(hash)}");

    private static (Cost Cost, byte[] Salt, byte[] Hash) Parse(string text)
    {
        var parts = text.Split('$');
        if (parts is not ["", "argon2id", "v=19", var parameters, var salt, var hash]) throw new FormatException("Not an Argon2id PHC string.");
        var numbers = parameters.Split(',').Select(pair => long.Parse(pair[2..], CultureInfo.InvariantCulture)).ToArray();
        if (numbers is not [var memory, var passes, 1]) throw new FormatException("Argon2id parameters must be m, t and p=1.");
        return (new(memory, passes), Decode(salt), Decode(hash));
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Decode(string text) => Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));

    private readonly record struct Cost(long Kibibytes, long Passes);
}
