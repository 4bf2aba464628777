using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace AuthServe.Gateway.Tests.Tokens;

/// <summary>Tokens the service never signed (RFC 8725, section 2).</summary>
public sealed class ForgedTokenTests(Forger forger) : IClassFixture<Forger>
{
    internal static readonly Dictionary<string, Func<Forger, string>> Forgeries = new(StringComparer.Ordinal)
    {
        ["alg none, not signed"] = forger => Unsigned(forger, "none"),
        ["alg None"] = forger => Unsigned(forger, "None"),
        ["alg NONE"] = forger => Unsigned(forger, "NONE"),
        ["alg nOnE"] = forger => Unsigned(forger, "nOnE"),
        ["alg none, spaced"] = forger => Unsigned(forger, " none"),
        ["alg empty"] = forger => Unsigned(forger, ""),
        ["alg missing, not signed"] = forger => forger.Genuine.WithHeader("alg", null).Content + ".",
        ["alg a number"] = forger => forger.Genuine.WithHeader("alg", 0).ToString(),
        ["alg a list"] = forger => forger.Genuine.WithHeader("alg", new JsonArray("none", "ES256")).ToString(),
        ["alg none, signature kept"] = forger => forger.Genuine.WithHeader("alg", "none").ToString(),
        ["alg none, signed by the service"] = forger => forger.Genuine.WithHeader("alg", "none").SignedBy(forger.ServiceKey),
        ["alg ES384, signed by the service"] = forger => forger.Genuine.WithHeader("alg", "ES384").SignedBy(forger.ServiceKey),
        ["alg RS256, signed by the service"] = forger => forger.Genuine.WithHeader("alg", "RS256").SignedBy(forger.ServiceKey),
        ["alg missing, signed by the service"] = forger => forger.Genuine.WithHeader("alg", null).SignedBy(forger.ServiceKey),

        ["HS256 with the public key in PEM"] = forger => Hmac(forger, Pem(forger)),
        ["HS256 with the public key in PEM and a line end"] = forger => Hmac(forger, Pem(forger) + "\n"),
        ["HS256 with the public key in DER"] = forger => Hmac(forger, forger.ServiceKey.ExportSubjectPublicKeyInfo()),
        ["HS256 with x of the JWK"] = forger => Hmac(forger, forger.ServiceKey.ExportParameters(false).Q.X!),
        ["HS256 with x of the JWK as text"] = forger => Hmac(forger, (string)Jwt.JwkOf(forger.ServiceKey, "")["x"]!),
        ["HS256 with the JWK as text"] = forger => Hmac(forger, Jwt.JwkOf(forger.ServiceKey, forger.KeyId).ToJsonString()),
        ["HS256 with the name of the key"] = forger => Hmac(forger, forger.KeyId),
        ["HS256 with nothing"] = forger => Hmac(forger, ""),

        ["signature missing"] = forger => forger.Genuine.Content,
        ["signature empty"] = forger => forger.Genuine.Content + ".",
        ["signature cut"] = forger => (forger.Genuine with { Signature = forger.Genuine.Signature[..^1] }).ToString(),
        ["signature halved"] = forger => (forger.Genuine with { Signature = forger.Genuine.Signature[..32] }).ToString(),
        ["signature with more"] = forger => (forger.Genuine with { Signature = [.. forger.Genuine.Signature, 0] }).ToString(),
        ["signature of zeros"] = forger => (forger.Genuine with { Signature = new byte[64] }).ToString(),
        ["signature of ones"] = forger => (forger.Genuine with { Signature = [.. Enumerable.Repeat((byte)0xff, 64)] }).ToString(),
        ["signature with another first bit"] = forger => Flipped(forger, 0, 0x80),
        ["signature with another middle bit"] = forger => Flipped(forger, 32, 0x10),
        ["signature with another last bit"] = forger => Flipped(forger, 63, 0x01),
        ["signature in DER"] = InDer,
        ["signature of another token"] = forger => forger.Genuine.Content + "." + forger.Other.Token.Split('.')[2],
        ["encrypted, not signed"] = forger => forger.Genuine.Content + ".AAAA.AAAA.AAAA",

        ["signed by another key under the same kid"] = forger => forger.Genuine.SignedBy(forger.OwnKey),
        ["jwk in the header"] = forger => WithOwnJwk(forger, forger.KeyId),
        ["jwk in the header with its own kid"] = forger => WithOwnJwk(forger, "mine"),
        ["jwk in the header without kid"] = forger => WithOwnJwk(forger, null),
        ["certificate in the header"] = WithOwnCertificate,
        ["payload of another user"] = forger => forger.Genuine.WithClaim("sub", forger.Other.UserId).ToString(),
        ["payload of another organization"] = forger => forger.Genuine.WithClaim("org_id", forger.Other.OrgId).ToString(),
        ["payload with a wider scope"] = forger => forger.Genuine.WithClaim("scope", "auth.user.all").ToString(),
        ["payload that lasts longer"] = forger => forger.Genuine.WithClaim("exp", Forger.Now + 86_400).ToString(),
        ["payload that is huge"] = forger => forger.Genuine.WithClaim("pad", new string('x', 15_000)).ToString(),
    };

    public static TheoryData<string> Names => new(Forgeries.Keys);

    [Fact]
    public async Task A_token_put_together_in_the_same_way_is_accepted_when_nothing_is_wrong()
    {
        Assert.Equal(forger.Owner.Token, forger.Genuine.ToString());
        (await forger.TryAsync(forger.Genuine.SignedBy(forger.ServiceKey))).Expect(HttpStatusCode.OK);
        var huge = forger.Genuine.WithClaim("pad", new string('x', 15_000));
        (await forger.TryAsync(huge.SignedBy(forger.ServiceKey))).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Is_refused(string forgery) => (await forger.TryAsync(Forgeries[forgery](forger))).ExpectInvalidToken();

    private static string Unsigned(Forger forger, string algorithm) => forger.Genuine.WithHeader("alg", algorithm).Content + ".";

    private static string Pem(Forger forger) => forger.ServiceKey.ExportSubjectPublicKeyInfoPem();

    private static string Hmac(Forger forger, string secret) => Hmac(forger, Encoding.UTF8.GetBytes(secret));

    private static string Hmac(Forger forger, byte[] secret) => forger.Genuine.WithHeader("alg", "HS256").SignedBy(secret);

    private static string Flipped(Forger forger, int at, byte bit)
    {
        var signature = forger.Genuine.Signature.ToArray();
        signature[at] ^= bit;
        return (forger.Genuine with { Signature = signature }).ToString();
    }

    private static string InDer(Forger forger)
    {
        var content = Encoding.ASCII.GetBytes(forger.Genuine.Content);
        var signature = forger.ServiceKey.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return (forger.Genuine with { Signature = signature }).ToString();
    }

    private static string WithOwnJwk(Forger forger, string? keyId) => forger.Genuine
        .WithHeader("kid", keyId)
        .WithHeader("jwk", Jwt.JwkOf(forger.OwnKey, keyId ?? "mine"))
        .SignedBy(forger.OwnKey);

    private static string WithOwnCertificate(Forger forger)
    {
        var request = new CertificateRequest("CN=authserve", forger.OwnKey, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return forger.Genuine
            .WithHeader("x5c", new JsonArray(Convert.ToBase64String(certificate.RawData)))
            .WithHeader("x5t", Jwt.Encode(certificate.GetCertHash()))
            .SignedBy(forger.OwnKey);
    }
}
