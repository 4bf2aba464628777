using AuthServe.GrainInterfaces.Accounts;
using AuthServe.Grains.Leases;
using AuthServe.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Metadata;
using Orleans.Runtime;

// The silo as it is shipped, but for one thing.
var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddAuthServeSilo();
switch (Environment.GetEnvironmentVariable("AUTHSERVE_SILO_VARIANT"))
{
    case "unfenced":
        builder.Services.AddSingleton<ILease, Unfenced>();
        break;
    case "next":
        builder.Services.AddSingleton<IGrainInterfacePropertiesProvider, NextVersion>();
        break;
    default:
        throw new InvalidOperationException("AUTHSERVE_SILO_VARIANT must be unfenced or next.");
}

return await builder.Build().RunSiloAsync();

/// <summary>It answers whether or not it holds a lease.</summary>
internal sealed class Unfenced : ILease
{
    public bool IsHeld => true;

    public TimeSpan Left => LeaseTimes.Duration;

    public Task Settled => Task.CompletedTask;
}

/// <summary>All its contracts are a version later than those of the shipped one, which silos of that one cannot serve.</summary>
internal sealed class NextVersion : IGrainInterfacePropertiesProvider
{
    public void Populate(Type interfaceType, GrainInterfaceType grainInterfaceType, Dictionary<string, string> properties)
    {
        if (interfaceType.Assembly == typeof(IAccountsGrain).Assembly) properties[WellKnownGrainInterfaceProperties.Version] = "1";
    }
}
