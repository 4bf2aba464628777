using AuthServe.GrainInterfaces.Leases;

namespace AuthServe.Gateway.Checks;

internal static class ChecksHosting
{
    /// <summary>Adds <see cref="Checker"/> and the lease under which it answers from memory.</summary>
    public static void AddChecks(this IServiceCollection services)
    {
        // The machine's clocks, whatever clock tokens go by.
        services.AddSingleton(new LeaseClock(TimeProvider.System));
        services.AddSingleton<LeaseHolder>();
        services.AddHostedService(provider => provider.GetRequiredService<LeaseHolder>());
        services.AddSingleton<Checker>();
    }
}
