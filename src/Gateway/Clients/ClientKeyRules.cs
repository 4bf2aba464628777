using System.Buffers.Text;
using System.Security.Cryptography;

namespace AuthServe.Gateway.Clients;

/// <summary>Which public keys a client may authenticate with: elliptic curves, and RSA of a safe size.</summary>
internal static class ClientKeyRules
{
    private const int MaxKidLength = 200;
    private const int MinRsaBits = 2048;
    private const int MaxRsaBits = 8192;
    private const int MaxExponentBytes = 4;

    private static readonly string[] RsaAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

    /// <summary>The first member that is wrong and what is allowed; null when all is well.</summary>
    public static (string Member, string Message)? Find(ClientKey key)
    {
        if (key.Kid is not { Length: > 0 and <= MaxKidLength } kid || kid.Any(character => character is < '!' or > '~'))
            return ("kid", $"It must be 1 to {MaxKidLength} visible ASCII characters.");
        if (key.Use is not (null or "sig")) return ("use", "It must be sig.");
        if (key.KeyOps is not (null or ["verify"])) return ("key_ops", "It must be [\"verify\"].");
        return key.Kty switch
        {
            "EC" => OfCurve(key),
            "RSA" => OfRsa(key),
            _ => ("kty", "It must be EC or RSA."),
        };
    }

    private static (string Member, string Message)? OfCurve(ClientKey key)
    {
        if (key.N is not null || key.E is not null) return (key.N is null ? "e" : "n", "Only an RSA key has it.");
        (ECCurve Curve, int Length, string Algorithm)? known = key.Crv switch
        {
            "P-256" => (ECCurve.NamedCurves.nistP256, 32, "ES256"),
            "P-384" => (ECCurve.NamedCurves.nistP384, 48, "ES384"),
            "P-521" => (ECCurve.NamedCurves.nistP521, 66, "ES512"),
            _ => null,
        };
        if (known is not var (curve, length, algorithm)) return ("crv", "It must be P-256, P-384 or P-521.");
        if (key.Alg is not null && key.Alg != algorithm) return ("alg", $"It must be {algorithm}, which {key.Crv} has.");
        if (Decode(key.X) is not { } x || x.Length != length) return ("x", $"It must be {length} bytes in base64url without padding.");
        if (Decode(key.Y) is not { } y || y.Length != length) return ("y", $"It must be {length} bytes in base64url without padding.");
        return IsOnCurve(new() { Curve = curve, Q = new() { X = x, Y = y } }) ? null : ("x", $"With y, it must be a point of {key.Crv}.");
    }

    private static (string Member, string Message)? OfRsa(ClientKey key)
    {
        if (key.Crv is not null) return ("crv", "Only an EC key has it.");
        if (key.X is not null || key.Y is not null) return (key.X is null ? "y" : "x", "Only an EC key has it.");
        if (key.Alg is not null && !RsaAlgorithms.Contains(key.Alg)) return ("alg", $"It must be one of: {string.Join(", ", RsaAlgorithms)}.");
        if (Decode(key.N) is not { } modulus || BitsOf(modulus) is < MinRsaBits or > MaxRsaBits || modulus[^1] % 2 == 0)
            return ("n", $"It must be a modulus of {MinRsaBits} to {MaxRsaBits} bits in base64url without padding or leading zeros.");

        var isExponent = Decode(key.E) is { Length: > 0 and <= MaxExponentBytes } exponent && exponent[0] != 0 && exponent[^1] % 2 == 1
            && exponent is not [1];
        return isExponent ? null : ("e", "It must be an odd number from 3 to 2^32 in base64url without padding, such as AQAB.");
    }

    // RFC 7518, section 6.3.1.1: no leading zeros, which count for no bits here.
    private static int BitsOf(byte[] number) => number.Length == 0 || number[0] == 0 ? 0 : (8 * number.Length) - byte.LeadingZeroCount(number[0]);

    private static byte[]? Decode(string? text) =>
        text is not null && !text.Contains('=', StringComparison.Ordinal) && Base64Url.IsValid(text) && !text.Any(char.IsWhiteSpace)
            ? Base64Url.DecodeFromChars(text)
            : null;

    private static bool IsOnCurve(ECParameters parameters)
    {
        try
        {
            using var key = ECDsa.Create(parameters);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
