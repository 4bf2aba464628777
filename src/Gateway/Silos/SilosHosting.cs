using AuthServe.GrainInterfaces.Silos;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;
using Orleans.Serialization.TypeSystem;
using OrleansGatewayOptions = Orleans.Configuration.GatewayOptions;

namespace AuthServe.Gateway.Silos;

internal static class SilosHosting
{
    private static readonly TimeSpan ListRefreshPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(2);

    /// <summary>Adds the Orleans client and <see cref="Cluster"/>.</summary>
    public static void AddSilos(this IServiceCollection services)
    {
        services.AddOrleansClientWithoutStart();
        services.Replace(ServiceDescriptor.Singleton<TypeResolver, AvailableTypes>());
        services.AddSingleton<LearntSilos>();
        services.AddSingleton<IGatewayListProvider, SiloList>();
        services.AddSingleton<IClientConnectionRetryFilter, ConnectUntilStopped>();
        services.AddSingleton<IOutgoingGrainCallFilter>(new RefusedCalls(stopping: CancellationToken.None));
        services.AddOptions<ClusterOptions>().Configure<IOptions<GatewayOptions>>((cluster, gateway) =>
        {
            cluster.ClusterId = gateway.Value.ClusterId;
            cluster.ServiceId = gateway.Value.ServiceId;
        });
        services.AddOptions<ClientMessagingOptions>().Configure<IOptions<GatewayOptions>>(
            (messaging, gateway) => messaging.ResponseTimeout = gateway.Value.ResponseTimeout);
        services.Configure<OrleansGatewayOptions>(list => list.GatewayListRefreshPeriod = ListRefreshPeriod);
        services.Configure<ConnectionOptions>(connections => connections.OpenConnectionTimeout = ConnectWithin);

        services.AddSingleton<ClusterConnection>();
        services.AddSingleton<IClusterConnectionStatusObserver>(provider => provider.GetRequiredService<ClusterConnection>());
        services.AddHostedService(provider => provider.GetRequiredService<ClusterConnection>());
        services.AddSingleton<Cluster>();
        services.AddHostedService<SiloDiscovery>();
    }

    // Orleans' own hosted service holds up the start of the host, and with it a clean stop, until a silo answers.
    // ClusterConnection starts the client in its stead.
    private static void AddOrleansClientWithoutStart(this IServiceCollection services)
    {
        var before = services.ToHashSet();
        services.AddOrleansClient(static _ => { });
        services.Remove(services.Single(added => added.ServiceType == typeof(IHostedService) && !before.Contains(added)));
    }
}
