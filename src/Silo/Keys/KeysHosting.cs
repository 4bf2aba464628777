using AuthServe.Grains.SigningKeys;
using AuthServe.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthServe.Silo.Keys;

/// <summary>The key that encrypts stored private keys.</summary>
internal static class KeysHosting
{
    public static IServiceCollection AddEncryptionKey(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<KeyOptions, KeyOptionsValidator>().BindConfiguration(KeyOptions.Section);
        services.AddSingleton<IValidateOptions<KeyOptions>, SharedKeyValidator>();
        return services.AddSingleton(Load);
    }

    private static KeyEncryptionKey Load(IServiceProvider services)
    {
        var configured = services.GetRequiredService<IOptions<KeyOptions>>().Value.EncryptionKey;
        return !string.IsNullOrEmpty(configured) && KeyOptions.TryReadKey(configured, out var key)
            ? new(key)
            : new(EncryptionKeyFile.ReadOrCreate(services.GetRequiredService<DataFolder>()));
    }
}
