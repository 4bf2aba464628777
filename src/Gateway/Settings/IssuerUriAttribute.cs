using System.ComponentModel.DataAnnotations;

namespace AuthServe.Gateway.Settings;

/// <summary>Accepts the URI of an issuer (RFC 8414, section 2).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IssuerUriAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is string text && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" };
}
