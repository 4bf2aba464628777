using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using AuthServe.Silo.Storage;
using Microsoft.Extensions.Options;

namespace AuthServe.Silo.Keys;

/// <summary>What encrypts stored private keys.</summary>
internal sealed class KeyOptions : IValidatableObject
{
    public const string Section = "AuthServe:Keys";

    /// <summary>
    /// Base64 of 32 bytes, the same for every silo. Required on postgres. On sqlite, when absent, made once and kept in
    /// <c>keys/encryption.key</c> under the data folder.
    /// </summary>
    public string? EncryptionKey { get; set; }

    private const int KeyBytes = 32;

    /// <summary>Reads a key in the form that configuration and the key file share.</summary>
    public static bool TryReadKey(string text, out ImmutableArray<byte> key)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes + 1];
        var isKey = Convert.TryFromBase64String(text, bytes, out var length) && length == KeyBytes;
        key = isKey ? [.. bytes[..KeyBytes]] : [];
        return isKey;
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(EncryptionKey) && !TryReadKey(EncryptionKey, out _))
        {
            yield return new("AuthServe:Keys:EncryptionKey must be the base64 of 32 bytes, such as `openssl rand -base64 32` prints.");
        }
    }
}

[OptionsValidator]
internal sealed partial class KeyOptionsValidator : IValidateOptions<KeyOptions>;

/// <summary>Silos that share a database share the key, which no silo can make up alone.</summary>
internal sealed class SharedKeyValidator(IOptions<StorageOptions> storage) : IValidateOptions<KeyOptions>
{
    public ValidateOptionsResult Validate(string? name, KeyOptions options) =>
        storage.Value.IsPostgres && string.IsNullOrEmpty(options.EncryptionKey)
            ? ValidateOptionsResult.Fail(
                "AuthServe:Keys:EncryptionKey is required when AuthServe:Storage:Provider is postgres: the base64 of 32 bytes, the same " +
                "for every silo, such as `openssl rand -base64 32` prints.")
            : ValidateOptionsResult.Success;
}
