using AuthServe.Silo;
using Microsoft.Extensions.Hosting;

// Settings lie beside the program; the data folder is relative to where it is started.
var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddAuthServeSilo();
return await builder.Build().RunSiloAsync();
