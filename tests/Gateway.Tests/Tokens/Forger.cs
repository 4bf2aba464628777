using System.Security.Cryptography;
using AuthServe.Gateway.Tests.Access;
using AuthServe.GrainInterfaces.SigningKeys;
using Xunit;

namespace AuthServe.Gateway.Tests.Tokens;

/// <summary>
/// Everything a forger could want: a token, the service's own key, a key of their own and the ids of another organization. With the
/// service's key a token can be made of which exactly one thing is wrong.
/// </summary>
public sealed class Forger(Service service) : IAsyncLifetime
{
    private readonly SharedOwner _owner = new(service);
    private readonly SharedOwner _other = new(service);

    /// <summary>Whose token it is.</summary>
    public Session Owner => _owner.Session;

    /// <summary>The owner of another organization.</summary>
    public Session Other => _other.Session;

    /// <summary>A valid token.</summary>
    public Jwt Genuine { get; private set; } = null!;

    /// <summary>The name of the key it was signed with.</summary>
    public string KeyId => (string)Genuine.Header["kid"]!;

    /// <summary>What it was signed with.</summary>
    public ECDsa ServiceKey { get; } = ECDsa.Create();

    /// <summary>Another key of the same kind.</summary>
    public ECDsa OwnKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    public async ValueTask InitializeAsync()
    {
        await _owner.InitializeAsync();
        await _other.InitializeAsync();
        Genuine = Jwt.Read(Owner.Token);
        var ring = await service.Silo.Grains.GetGrain<ISigningKeysGrain>(0).GetRingAsync();
        var active = Assert.Single(ring.Keys, key => key.Phase == KeyPhase.Active);
        ServiceKey.ImportPkcs8PrivateKey(active.PrivateKey.AsSpan(), out _);
    }

    public ValueTask DisposeAsync()
    {
        ServiceKey.Dispose();
        OwnKey.Dispose();
        return default;
    }

    /// <summary>Uses a token.</summary>
    public Task<Answer> TryAsync(string token) => TryHeaderAsync("Bearer " + token);

    /// <summary>Sends an <c>Authorization</c> header as it stands.</summary>
    public async Task<Answer> TryHeaderAsync(string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
        Assert.True(request.Headers.TryAddWithoutValidation("Authorization", authorization));
        return await service.Api.SendAsync(request);
    }
}
