using Orleans.Hosting;

namespace AuthServe.Grains;

/// <summary>What a silo needs to host the grains, beside storage and clustering.</summary>
public static class GrainsHosting
{
    /// <summary>Adds the services the grains ask for.</summary>
    public static ISiloBuilder AddAuthServeGrains(this ISiloBuilder silo) => silo;
}
