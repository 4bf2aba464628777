using AuthServe.Grains.Leases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace AuthServe.Silo.Metrics;

/// <summary>What a silo measures, for whoever collects it.</summary>
internal static class MetricsHosting
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Sends metrics by the OpenTelemetry protocol, if its standard variable says where to.</summary>
    public static void AddMetricsExport(this IHostApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration[Endpoint])) return;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("authserve-silo"))
            .WithMetrics(metrics => metrics
                .AddMeter(LeaseMetrics.MeterName, "Microsoft.Orleans", "Npgsql", "System.Runtime")
                .AddOtlpExporter());
    }
}
