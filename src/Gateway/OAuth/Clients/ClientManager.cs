using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace AuthServe.Gateway.OAuth.Clients;

/// <summary>
/// Compares secrets with their SHA-256: they are 256 random bits, which nobody guesses, so the slow hash that a password needs would only
/// cost time. While a secret is being replaced, both are good.
/// </summary>
internal sealed class ClientManager(
    IOpenIddictApplicationCache<KnownClient> cache,
    ILogger<OpenIddictApplicationManager<KnownClient>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<KnownClient> store,
    TimeProvider time)
    : OpenIddictApplicationManager<KnownClient>(cache, logger, options, store)
{
    public override ValueTask<bool> ValidateClientSecretAsync(
        KnownClient application, string secret, CancellationToken cancellationToken = default)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        var isGood = false;
        foreach (var known in application.Settings.Secrets)
        {
            var isLive = known.ExpiresAt is not { } end || time.GetUtcNow() < end;
            isGood |= isLive && CryptographicOperations.FixedTimeEquals(hash, Base64Url.DecodeFromChars(known.Sha256));
        }

        return ValueTask.FromResult(application.Settings.IsConfidential && isGood);
    }
}
