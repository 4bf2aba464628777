using System.Net.Http.Headers;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AuthServe.RelyingParties.Tests.AspNetCore;

/// <summary>An API that takes access tokens by ASP.NET Core's own means, from the issuer's address alone. Inside the test process.</summary>
internal sealed class ApiApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private ApiApp(WebApplication app) => (_app, _http) = (app, new() { BaseAddress = new(app.Urls.Single()) });

    public static async Task<ApiApp> StartAsync(string issuer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.Authority = issuer;
            options.Audience = issuer;
            options.RequireHttpsMetadata = false;
            options.MapInboundClaims = false;
            options.TokenValidationParameters.ValidTypes = ["at+jwt"];
        });
        builder.Services.AddAuthorizationBuilder().AddPolicy(ClientRegistration.Permission, policy => policy.RequireAssertion(
            context => context.User.FindFirstValue("scope")?.Split(' ').Contains(ClientRegistration.Permission) is true));

        var app = builder.Build();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/", (ClaimsPrincipal user) => user.FindFirstValue("sub")).RequireAuthorization(ClientRegistration.Permission);
        await app.StartAsync();
        return new(app);
    }

    /// <summary>Calls the API; the status, and what it says.</summary>
    public async Task<(int Status, string Body)> CallAsync(string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
