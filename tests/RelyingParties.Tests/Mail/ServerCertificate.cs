using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AuthServe.RelyingParties.Tests.Mail;

/// <summary>An authority of its own and a certificate that it gave to <c>localhost</c>, as files.</summary>
public sealed class ServerCertificate : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("authserve-tls-").FullName;

    public ServerCertificate()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Authority of the tests", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = authorityRequest.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, now.AddDays(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));

        File.WriteAllText(Authority, authority.ExportCertificatePem());
        File.WriteAllText(KeyAndCertificate, key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem());
    }

    /// <summary>PEM file of the authority.</summary>
    public string Authority => Path.Combine(_folder, "authority.pem");

    /// <summary>PEM file for the server.</summary>
    public string KeyAndCertificate => Path.Combine(_folder, "server.pem");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
