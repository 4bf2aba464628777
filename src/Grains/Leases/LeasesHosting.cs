using AuthServe.GrainInterfaces.Leases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;
using Orleans.Runtime;

namespace AuthServe.Grains.Leases;

/// <summary>What lets a silo answer from memory.</summary>
public static class LeasesHosting
{
    /// <summary>Makes every answer of a silo's grains depend on its lease. Without it, for the only silo there is, none is needed.</summary>
    public static ISiloBuilder UseLeases(this ISiloBuilder silo)
    {
        silo.AddGrainService<OutageService>();
        var services = silo.Services;
        services.AddSingleton<IOutagePeers, OutageClient>();
        services.AddSingleton<SharedOutage>();
        services.AddSingleton<SiloLease>();
        services.AddSingleton<ILease>(provider => provider.GetRequiredService<SiloLease>());
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloLease>());
        services.AddSingleton<IIncomingGrainCallFilter, LeaseFilter>();
        return silo;
    }

    // The machine's clocks, whatever clock the grains go by.
    internal static void AddLeases(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton(new LeaseClock(TimeProvider.System));
        services.AddSingleton<LeaseMetrics>();
        services.AddSingleton<DeadSilos>();
        services.AddSingleton<DoubtfulWrites>();
        services.TryAddSingleton<ILease, OnlySilo>();
    }
}
