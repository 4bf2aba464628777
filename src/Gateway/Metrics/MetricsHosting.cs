using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace AuthServe.Gateway.Metrics;

/// <summary>What a gateway measures, for whoever collects it.</summary>
internal static class MetricsHosting
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Sends metrics by the OpenTelemetry protocol, if its standard variable says where to.</summary>
    public static void AddMetricsExport(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration[Endpoint])) return;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("authserve-gateway"))
            .WithMetrics(metrics => metrics
                .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.Orleans", "System.Runtime")
                .AddOtlpExporter());
    }
}
