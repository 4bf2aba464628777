using AuthServe.Silo;
using Microsoft.Extensions.Hosting;

// Settings lie beside the program; the data folder is relative to where it is started.
var isVerification = args is [SiloVerification.Command, ..];
var builder = Host.CreateApplicationBuilder(
    new HostApplicationBuilderSettings { Args = isVerification ? args[1..] : args, ContentRootPath = AppContext.BaseDirectory });
builder.AddAuthServeSilo();
if (isVerification) builder.Services.AddVerificationOutput();
var host = builder.Build();
return isVerification ? await host.VerifyAsync() : await host.RunSiloAsync();
