using System.Security.Cryptography;
using AuthServe.Gateway.Security;
using BenchmarkDotNet.Attributes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AuthServe.Micro;

/// <summary>An access token that was not seen before, whose ES256 signature is verified, and one that was.</summary>
[MemoryDiagnoser]
public class TokenBenchmark
{
    private const string Issuer = "https://auth.example.com";

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly ValidatedTokens _seen = new();
    private readonly TokenValidationParameters _parameters;
    private readonly string _token;

    public TokenBenchmark()
    {
        var key = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "1" };
        _parameters = new() { ValidIssuer = Issuer, ValidAudience = Issuer, IssuerSigningKey = key };
        _token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            SigningCredentials = new(key, SecurityAlgorithms.EcdsaSha256),
            Issuer = Issuer,
            Audience = Issuer,
            Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(1),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = Guid.NewGuid().ToString(),
                ["org"] = Guid.NewGuid().ToString(),
                ["sid"] = Guid.NewGuid().ToString(),
                ["scope"] = string.Join(' ', Names.TwoHundred().Take(20).Select(name => name.Value)),
            },
        });
        _seen.Keep(_token, _handler.ValidateTokenAsync(_token, _parameters).GetAwaiter().GetResult());
    }

    [Benchmark]
    public async Task<bool> New() => (await _handler.ValidateTokenAsync(_token, _parameters)).IsValid;

    [Benchmark]
    public bool Seen() => _seen.Find(_token, TimeProvider.System.GetUtcNow()) is not null;
}
