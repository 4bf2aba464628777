using System.Net;
using System.Net.Sockets;
using System.Text;
using AuthServe.Grains.SigningKeys;
using AuthServe.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthServe.Silo;

/// <summary>What must be true before the silo starts, and the word that it has.</summary>
internal sealed partial class SiloStartup(
    IServiceProvider services, IOptions<SiloOptions> silo, IOptions<StorageOptions> storage, ILogger<SiloStartup> logger)
    : IHostedLifecycleService
{
    private const string Ligature = "\uFB01";

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        RequireUnicode();
        RequireFree(silo.Value.SiloPort, nameof(SiloOptions.SiloPort));
        RequireFree(silo.Value.GatewayPort, nameof(SiloOptions.GatewayPort));
        _ = services.GetRequiredService<KeyEncryptionKey>();
        await services.GetRequiredService<Migrations>().ApplyAsync(cancellationToken);
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var options = silo.Value;
        LogReady(options.ClusterId, options.AdvertisedAddress, options.SiloPort, options.GatewayPort, storage.Value.Provider);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        LogStopped();
        return Task.CompletedTask;
    }

    // Without ICU, NFKC silently does nothing, and names that look alike would be different names.
    private static void RequireUnicode()
    {
        if (Ligature.Normalize(NormalizationForm.FormKC) != "fi")
        {
            throw new StartupException(
                "Unicode normalisation (NFKC) does not work here: install ICU (libicu) and do not set InvariantGlobalization.");
        }
    }

    // Orleans listens in a way (SO_REUSEPORT) that lets two silos share a port: each would get half of the other's calls.
    private void RequireFree(int port, string setting)
    {
        using var probe = new TcpListener(IPAddress.Parse(silo.Value.AdvertisedAddress), port);
        try
        {
            probe.Start();
        }
        catch (SocketException exception)
        {
            throw new StartupException(
                $"The silo cannot listen on {probe.LocalEndpoint}: {exception.Message}. Change {SiloOptions.Section}:{setting} or " +
                $"{SiloOptions.Section}:{nameof(SiloOptions.AdvertisedAddress)}.",
                exception);
        }
    }
}
