using System.ComponentModel.DataAnnotations;
using AuthServe.Gateway.Security;

namespace AuthServe.Gateway.Settings;

/// <summary>Accepts a list of IP addresses and networks in CIDR notation.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AddressesAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is IEnumerable<string> texts && texts.All(text => TrustedProxies.TryParse(text, out _));
}
