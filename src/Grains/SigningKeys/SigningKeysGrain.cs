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
    public async Task<KeyRing> GetRingAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var due = State.At(now, options.Value, CreateKey);
        if (!ReferenceEquals(due, State)) await CommitAsync(due);
        return new([.. State.Keys.Select(Open)], State.Version, [.. protection.At(now)]);
    }

    private SigningKey Open(StoredKey key) => new(key.KeyId, key.Algorithm, key.Phase, [.. vault.Open(key.SealedPrivateKey, key.KeyId)]);

    private StoredKey CreateKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keyId = Thumbprint(key.ExportParameters(false));
        return new() { KeyId = keyId, Algorithm = "ES256", SealedPrivateKey = vault.Seal(key.ExportPkcs8PrivateKey(), keyId) };
    }

    // RFC 7638, section 3: the required members in lexicographic order, without white space.
    private static string Thumbprint(ECParameters key)
    {
        var members = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(key.Q.X)}}","y":"{{Base64Url.EncodeToString(key.Q.Y)}}"}""";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(members)));
    }
}
