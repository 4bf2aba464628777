using AuthServe.GrainInterfaces.SigningKeys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace AuthServe.Gateway.Security;

/// <summary>One protection key of the ring in the form data protection asks for: AES-256-CBC with HMAC-SHA256.</summary>
internal sealed class RingProtectionKey(ProtectionKey key, AuthenticatedEncryptorFactory encryptors) : IKey
{
    private static readonly AuthenticatedEncryptorConfiguration Algorithms = new()
    {
        EncryptionAlgorithm = EncryptionAlgorithm.AES_256_CBC,
        ValidationAlgorithm = ValidationAlgorithm.HMACSHA256,
    };

    public Guid KeyId => key.Id;

    public DateTimeOffset CreationDate => key.ActivatesAt;

    public DateTimeOffset ActivationDate => key.ActivatesAt;

    public DateTimeOffset ExpirationDate => key.ExpiresAt;

    public bool IsRevoked => false;

    public IAuthenticatedEncryptorDescriptor Descriptor { get; } =
        new AuthenticatedEncryptorDescriptor(Algorithms, new Secret([.. key.Secret]));

    public IAuthenticatedEncryptor? CreateEncryptor() => encryptors.CreateEncryptorInstance(this);
}
