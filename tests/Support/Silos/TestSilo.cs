using System.Data.Common;
using System.Globalization;
using AuthServe.Grains.Mail;
using AuthServe.Grains.Verification;
using AuthServe.Silo;
using AuthServe.Support.Mail;
using AuthServe.Support.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace AuthServe.Support.Silos;

/// <summary>A whole silo inside the test process: the same hosting as the real one, on free ports of 127.0.0.1.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private TestSilo(IHost host, int gatewayPort, TestMailbox mail)
    {
        _host = host;
        GatewayPort = gatewayPort;
        Mail = mail;
    }

    /// <summary>Calls grains from inside the silo.</summary>
    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>The silo's services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>The mail that the silo sends, unless it was started to send it in earnest.</summary>
    public TestMailbox Mail { get; }

    /// <summary>TCP port for gateways.</summary>
    public int GatewayPort { get; }

    /// <summary>
    /// Starts a silo with these settings (without the prefix <c>AuthServe:</c>). Its mail goes to <see cref="Mail"/>, or with
    /// <paramref name="sendsMail"/> to where its settings say.
    /// </summary>
    public static async Task<TestSilo> StartAsync(
        IEnumerable<KeyValuePair<string, string?>> settings, Action<IServiceCollection>? configure = null, bool sendsMail = false)
    {
        var mail = new TestMailbox();
        var (siloPort, gatewayPort) = (FreePort.Next(), FreePort.Next());
        var builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("AuthServe:Silo:DrainTime", "00:00:00")]);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("AuthServe:" + setting.Key, setting.Value)));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AuthServe:Silo:SiloPort"] = $"{siloPort}",
            ["AuthServe:Silo:GatewayPort"] = $"{gatewayPort}",
        });
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Error);
        builder.AddAuthServeSilo();
        if (!sendsMail) builder.Services.Replace(ServiceDescriptor.Singleton<IMailTransport>(mail));
        // The process is the test's.
        builder.Services.Replace(ServiceDescriptor.Singleton<IFatalErrorHandler, Silenced>());
        configure?.Invoke(builder.Services);

        var silo = new TestSilo(builder.Build(), gatewayPort, mail);
        try
        {
            await silo._host.StartAsync();
            return silo;
        }
        catch
        {
            silo._host.Dispose();
            throw;
        }
    }

    /// <summary>Where what is stored differs from what it should agree with, a line for each.</summary>
    public async Task<IReadOnlyList<string>> VerifyAsync() => await Services.GetRequiredService<Verifier>().FindAsync().ToListAsync();

    /// <summary>Returns when no mail to that address waits to be looked at.</summary>
    public async Task MailIsSettledAsync(string address)
    {
        await using var connection = await Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        await using var waiting = connection.CreateCommand();
        waiting.CommandText = "SELECT count(*) FROM mail_outbox WHERE recipient = @address";
        var parameter = waiting.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("address", address);
        waiting.Parameters.Add(parameter);
        while (Convert.ToInt64(await waiting.ExecuteScalarAsync(), CultureInfo.InvariantCulture) > 0) await Task.Yield();
    }

    /// <summary>Replaces the clock of a silo's grains.</summary>
    public static void UseClock(IServiceCollection services, TimeProvider clock) =>
        services.Replace(ServiceDescriptor.Singleton(clock));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable) await disposable.DisposeAsync();
    }

    private sealed class Silenced : IFatalErrorHandler
    {
        public bool IsUnexpected(Exception exception) => false;

        public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
        {
        }
    }
}
