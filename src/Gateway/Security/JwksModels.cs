using System.Collections.Immutable;
using System.ComponentModel;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Microsoft.IdentityModel.Tokens;

namespace AuthServe.Gateway.Security;

/// <summary>A JWK set (RFC 7517, section 5).</summary>
internal sealed record JwksModel(ImmutableArray<JwkModel> Keys);

/// <summary>The public part of a key (RFC 7517, section 4; RFC 7518, section 6).</summary>
internal sealed record JwkModel
{
    [Description("Names the key.")]
    public required string Kid { get; init; }

    [Description("EC or RSA.")]
    public required string Kty { get; init; }

    [Description("Always sig.")]
    public string Use { get; init; } = "sig";

    [Description("The algorithm it signs with.")]
    public required string Alg { get; init; }

    [Description("Curve of an EC key."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Crv { get; init; }

    [Description("Coordinate of an EC key."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? X { get; init; }

    [Description("Coordinate of an EC key."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Y { get; init; }

    [Description("Modulus of an RSA key."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? N { get; init; }

    [Description("Exponent of an RSA key."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? E { get; init; }

    /// <summary>The public part of what signs.</summary>
    public static JwkModel From(SigningCredentials credentials) => credentials.Key switch
    {
        ECDsaSecurityKey key => FromCurve(credentials, key.ECDsa.ExportParameters(includePrivateParameters: false)),
        RsaSecurityKey key => FromRsa(credentials, key.Rsa.ExportParameters(includePrivateParameters: false)),
        _ => throw new NotSupportedException($"Key {credentials.Kid} is of no kind that can be published."),
    };

    private static JwkModel FromCurve(SigningCredentials credentials, ECParameters curve) => new()
    {
        Kid = credentials.Kid,
        Kty = JsonWebAlgorithmsKeyTypes.EllipticCurve,
        Alg = credentials.Algorithm,
        Crv = $"P-{credentials.Key.KeySize}",
        X = Base64UrlEncoder.Encode(curve.Q.X),
        Y = Base64UrlEncoder.Encode(curve.Q.Y),
    };

    private static JwkModel FromRsa(SigningCredentials credentials, RSAParameters rsa) => new()
    {
        Kid = credentials.Kid,
        Kty = JsonWebAlgorithmsKeyTypes.RSA,
        Alg = credentials.Algorithm,
        N = Base64UrlEncoder.Encode(rsa.Modulus),
        E = Base64UrlEncoder.Encode(rsa.Exponent),
    };
}
