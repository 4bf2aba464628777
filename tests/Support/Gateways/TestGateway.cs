using AuthServe.Gateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuthServe.Support.Gateways;

/// <summary>A whole gateway inside the test process, on a free port of 127.0.0.1 unless told: tests speak real HTTP to it.</summary>
public sealed class TestGateway : IAsyncDisposable
{
    /// <summary>Tests call more often than people do.</summary>
    public static readonly KeyValuePair<string, string?> Unlimited = new("RateLimits:Enabled", "false");

    private readonly WebApplication _app;

    private TestGateway(WebApplication app, HttpClient http) => (_app, Http) = (app, http);

    /// <summary>Sends to the gateway; keeps no cookies and follows nothing.</summary>
    public HttpClient Http { get; }

    /// <summary>The gateway's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>
    /// Starts a gateway for silos with these gateway ports; settings without the prefix <c>AuthServe:</c>, endpoints beside its own.
    /// </summary>
    public static async Task<TestGateway> StartAsync(
        IEnumerable<int> siloPorts,
        IEnumerable<KeyValuePair<string, string?>>? settings = null,
        Action<IServiceCollection>? configure = null,
        Action<IEndpointRouteBuilder>? map = null,
        string address = "http://127.0.0.1:0")
    {
        var silos = siloPorts.Select((port, index) => KeyValuePair.Create<string, string?>($"Gateway:Silos:{index}", $"127.0.0.1:{port}"));
        var app = GatewayHosting.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(Named(silos.Append(Unlimited)));
            builder.Configuration.AddInMemoryCollection(Named(settings ?? []));
            builder.Logging.SetMinimumLevel(LogLevel.Critical);
            builder.WebHost.UseUrls(address);
            configure?.Invoke(builder.Services);
        });
        map?.Invoke(app);
        await app.StartAsync();
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        return new(app, new(handler) { BaseAddress = new(app.Urls.Single()) });
    }

    /// <summary>Returns once a silo answers.</summary>
    public async Task<TestGateway> ReadyAsync()
    {
        while (true)
        {
            using var answer = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            if (answer.IsSuccessStatusCode) return this;
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Named(IEnumerable<KeyValuePair<string, string?>> settings) =>
        settings.Select(setting => KeyValuePair.Create("AuthServe:" + setting.Key, setting.Value));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
