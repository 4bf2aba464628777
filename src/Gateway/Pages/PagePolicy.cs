using System.Security.Cryptography;

namespace AuthServe.Gateway.Pages;

/// <summary>Says of an answer that it is a page, and where its forms may lead.</summary>
internal sealed record PagePolicy(FormTargets FormTargets)
{
    // The one script of the form that carries an answer to a client by POST.
    private static readonly string SelfSubmitting =
        $"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData("document.form.submit();"u8))}'; ";

    private string Script { get; init; } = "";

    /// <summary>The content security policy: one stylesheet of this service, no script, no frame around it.</summary>
    public string ContentSecurity =>
        $"default-src 'none'; style-src 'self'; img-src 'self' data:; {Script}{FormTargets.Directive}frame-ancestors 'none'; base-uri 'none'";

    /// <summary>For the page that does nothing but submit its form.</summary>
    public static PagePolicy ForSelfSubmitting(FormTargets targets) => new(targets) { Script = SelfSubmitting };
}
