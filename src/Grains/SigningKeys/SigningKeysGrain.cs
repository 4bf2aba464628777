using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AuthServe.GrainInterfaces.SigningKeys;
using AuthServe.Grains.Storage;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace AuthServe.Grains.SigningKeys;

/// <summary>Gateways ask for the ring all the time, so asking is what moves it along its schedule.</summary>
[GrainType("signing-keys")]
internal sealed class SigningKeysGrain(
    [PersistentState("signing-keys")] IPersistentState<SigningKeysState> storage,
    KeyVault vault,
    ProtectionKeySchedule protection,
    IOptions<SigningKeysOptions> options,
    TimeProvider time)
    : CommittedGrain<SigningKeysState>(storage), ISigningKeysGrain
{
    private const int RsaKeySize = 3072;

    public async Task<KeyRing> GetRingAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var due = State.At(now, options.Value, CreateKey);
        if (!ReferenceEquals(due, State)) await CommitAsync(due);
        return new([.. State.Keys.Select(Open)], State.Version, [.. protection.At(now)]);
    }

    private SigningKey Open(StoredKey key) => new(key.KeyId, key.Algorithm, key.Phase, [.. vault.Open(key.SealedPrivateKey, key.KeyId)]);

    private StoredKey CreateKey() => options.Value.Algorithm == "RS256" ? CreateRsaKey() : CreateCurveKey();

    private StoredKey CreateCurveKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        return Store(key, "ES256", $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(q.X)}}","y":"{{Base64Url.EncodeToString(q.Y)}}"}""");
    }

    private StoredKey CreateRsaKey()
    {
        using var key = RSA.Create(RsaKeySize);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return Store(
            key, "RS256",
            $$"""{"e":"{{Base64Url.EncodeToString(parameters.Exponent)}}","kty":"RSA","n":"{{Base64Url.EncodeToString(parameters.Modulus)}}"}""");
    }

    // The id is the thumbprint (RFC 7638, section 3): of the required members in lexicographic order, without white space.
    private StoredKey Store(AsymmetricAlgorithm key, string algorithm, string requiredMembers)
    {
        var keyId = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(requiredMembers)));
        return new() { KeyId = keyId, Algorithm = algorithm, SealedPrivateKey = vault.Seal(key.ExportPkcs8PrivateKey(), keyId) };
    }
}
