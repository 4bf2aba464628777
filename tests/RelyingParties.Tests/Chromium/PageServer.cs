using AuthServe.Support.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServe.RelyingParties.Tests.Chromium;

/// <summary>Serves an application that lives in the browser: a page, its script, and the library as its package has it.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PageServer(WebApplication app, string address) => (_app, Address) = (app, address);

    /// <summary>Where the application is, and where browsers come back to.</summary>
    public string Address { get; }

    /// <summary>Registers a client and starts the application.</summary>
    /// <param name="host">As which host this machine is addressed. Under the issuer's own the two are one site to a browser.</param>
    public static async Task<PageServer> StartAsync(Service service, ClientRegistration registration, string host, string scope)
    {
        var address = $"http://{host}:{FreePort.Next()}/";
        var client = await service.RegisterAsync(registration with
        {
            RedirectUris = [address],
            PostLogoutRedirectUris = [address],
            Authentication = ClientRegistration.NoAuthentication,
        });

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(address);
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.UseRouting();
        app.MapGet("/", () => File("page.html", "text/html"));
        app.MapGet("/page.js", () => File("page.js", "text/javascript"));
        app.MapGet("/oidc-client-ts.js", () => File("node_modules/oidc-client-ts/dist/browser/oidc-client-ts.js", "text/javascript"));
        app.MapGet("/settings.json", () => new Settings(service.Issuer, client.Id, scope));
        await app.StartAsync();
        return new(app, address);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static IResult File(string path, string type) => Results.File(Path.Combine(Installed.NodeFolder, path), type);

    private sealed record Settings(
        string Authority,
        [property: System.Text.Json.Serialization.JsonPropertyName("client_id")] string ClientId,
        string Scope);
}
