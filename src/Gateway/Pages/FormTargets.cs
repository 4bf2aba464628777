namespace AuthServe.Gateway.Pages;

/// <summary>
/// Where the forms of a page may lead: the <c>form-action</c> directive of its content security policy. Browsers differ in what they hold
/// to it: Chromium also holds the redirects that follow a post. A flow's post ends at the redirect URI of a client, on another origin, so
/// 'self' alone would stop the flow there, without a word.
/// </summary>
internal sealed record FormTargets
{
    private FormTargets(string directive) => Directive = directive;

    /// <summary>The page has no form.</summary>
    public static FormTargets None { get; } = new("form-action 'none'; ");

    /// <summary>This service.</summary>
    public static FormTargets Self { get; } = new("form-action 'self'; ");

    /// <summary>Not limited: for a page whose client is not known.</summary>
    public static FormTargets Anywhere { get; } = new("");

    /// <summary>The directive with its separator; empty to leave it out.</summary>
    public string Directive { get; }

    /// <summary>
    /// This service and then the client with this redirect URI: its origin or, where a policy cannot name that, as with an app's own scheme
    /// or an IPv6 address, its scheme.
    /// </summary>
    public static FormTargets Of(Uri redirectUri)
    {
        var hasOrigin = redirectUri is { Scheme: "http" or "https", HostNameType: UriHostNameType.Dns or UriHostNameType.IPv4 };
        var target = hasOrigin ? $"{redirectUri.Scheme}://{redirectUri.IdnHost}:{redirectUri.Port}" : redirectUri.Scheme + ":";
        return new($"form-action 'self' {target}; ");
    }
}
