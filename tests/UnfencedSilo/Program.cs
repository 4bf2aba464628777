using AuthServe.Grains.Leases;
using AuthServe.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// The silo as it is shipped, but that it answers whether or not it holds a lease.
var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddAuthServeSilo();
builder.Services.AddSingleton<ILease, Unfenced>();
return await builder.Build().RunSiloAsync();

internal sealed class Unfenced : ILease
{
    public bool IsHeld => true;

    public Task Begun => Task.CompletedTask;
}
