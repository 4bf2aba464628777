using System.ComponentModel;

namespace AuthServe.Gateway.Health;

/// <summary>How this gateway is.</summary>
internal sealed record HealthModel([property: Description("live or ready.")] string Status);
