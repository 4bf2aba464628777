namespace AuthServe.Gateway.Pages;

/// <summary>Says of an answer that it is a page, and where its forms may lead.</summary>
internal sealed record PagePolicy(FormTargets FormTargets)
{
    /// <summary>The content security policy: one stylesheet of this service, no script, no frame around it.</summary>
    public string ContentSecurity { get; } =
        $"default-src 'none'; style-src 'self'; img-src 'self' data:; {FormTargets.Directive}frame-ancestors 'none'; base-uri 'none'";
}
