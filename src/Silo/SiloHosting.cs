using System.Net;
using AuthServe.Grains;
using AuthServe.Silo.Keys;
using AuthServe.Silo.Mail;
using AuthServe.Silo.Metrics;
using AuthServe.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace AuthServe.Silo;

/// <summary>The parts of a silo process.</summary>
internal static class SiloHosting
{
    /// <summary>Adds a silo with its keys, storage, mail, clustering and grains, as the configuration says. It must be complete by now.</summary>
    public static IHostApplicationBuilder AddAuthServeSilo(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<SiloOptions, SiloOptionsValidator>().BindConfiguration(SiloOptions.Section);
        builder.Services.AddStorageOptions();
        builder.Services.AddEncryptionKey();
        builder.Services.AddMailTransport();
        builder.AddMetricsExport();
        builder.Services.AddSingleton<IFatalErrorHandler, SiloDeath>();
        // The machine's clock, whatever clock the grains go by.
        builder.Services.AddHostedService(services => new TimeOfDayWatch(services.GetRequiredService<IFatalErrorHandler>(), TimeProvider.System));

        // Ahead of the silo, which comes with the next line: hosted services start in the order they are added.
        builder.Services.AddHostedService<SiloStartup>();
        builder.UseOrleans(silo => silo
            .ConfigureCluster()
            .AddStorage(builder.Configuration)
            .AddAuthServeGrains());
        return builder;
    }

    private static ISiloBuilder ConfigureCluster(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<ClusterOptions>().Configure<IOptions<SiloOptions>>((cluster, options) =>
        {
            cluster.ClusterId = options.Value.ClusterId;
            cluster.ServiceId = options.Value.ServiceId;
        });
        silo.Services.AddOptions<EndpointOptions>().Configure<IOptions<SiloOptions>>((endpoints, options) =>
        {
            endpoints.AdvertisedIPAddress = IPAddress.Parse(options.Value.AdvertisedAddress);
            endpoints.SiloPort = options.Value.SiloPort;
            endpoints.GatewayPort = options.Value.GatewayPort;
        });
        silo.Services.AddOptions<SiloMessagingOptions>().Configure<IOptions<SiloOptions>, IOptions<StorageOptions>>((messaging, options, storage) =>
        {
            messaging.ResponseTimeout = TimeSpan.FromSeconds(10);
            // Of what silos ask each other, as where a grain is: an answer that is lost, as once while all of them started, is asked for again after this.
            messaging.SystemResponseTimeout = TimeSpan.FromSeconds(3);
            // The only silo has nobody to hand over to.
            if (storage.Value.IsPostgres) messaging.ClientGatewayShutdownNotificationTimeout = options.Value.DrainTime;
        });
        return silo;
    }
}
