using System.ComponentModel.DataAnnotations;
using AuthServe.Gateway.Silos;

namespace AuthServe.Gateway.Settings;

/// <summary>Accepts a list of <c>host:port</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SiloEndpointsAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is IEnumerable<string> texts && texts.All(text => SiloEndpoint.TryParse(text, out _));
}
