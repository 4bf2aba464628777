using System.Security.Claims;
using AuthServe.Support.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuthServe.RelyingParties.Tests.AspNetCore;

/// <summary>A web application that signs its users in with ASP.NET Core's own client. Inside the test process.</summary>
internal sealed class WebApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebApp(WebApplication app, string address) => (_app, Address) = (app, address);

    /// <summary>Shows who signed in, and the tokens that came with them.</summary>
    public string Address { get; }

    /// <summary>Signs the user out, here and at the provider.</summary>
    public string SignOut => Address + "leave";

    /// <summary>Where one is after signing out.</summary>
    public string Goodbye => Address + "goodbye";

    public static async Task<WebApp> StartAsync(Service service)
    {
        var address = $"http://127.0.0.1:{FreePort.Next()}/";
        var client = await service.RegisterAsync(new("ASP.NET Core")
        {
            RedirectUris = [address + "signin-oidc"],
            PostLogoutRedirectUris = [address + "signout-callback-oidc"],
            Authentication = ClientRegistration.SecretInBody,
        });

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(address);
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Error);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddRoutingCore();
        builder.Services.AddAuthorization();
        builder.Services
            .AddAuthentication(options =>
            {
                options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
                options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
            })
            .AddCookie()
            .AddOpenIdConnect(options => Configure(options, service.Issuer, client));

        var app = builder.Build();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/", ShowAsync).RequireAuthorization();
        app.MapGet("/leave", Leave);
        app.MapGet("/goodbye", () => "Goodbye.");
        await app.StartAsync();
        return new(app, address);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Configure(OpenIdConnectOptions options, string issuer, RegisteredClient client)
    {
        options.Authority = issuer;
        options.ClientId = client.Id;
        options.ClientSecret = client.Secret;
        options.RequireHttpsMetadata = false;
        options.ResponseType = "code";
        options.SaveTokens = true;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.MapInboundClaims = false;
        options.SignedOutRedirectUri = "/goodbye";
        options.Scope.Add("email");
        options.Scope.Add("offline_access");
        options.Scope.Add(ClientRegistration.Permission);
        options.ClaimActions.MapUniqueJsonKey("email", "email");
        // Here without TLS, where a browser would not send a cookie back that is marked for other sites or for TLS alone.
        options.CorrelationCookie.SecurePolicy = options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }

    private static async Task<Shown> ShowAsync(HttpContext context, ClaimsPrincipal user) => new(
        user.FindFirstValue("sub"),
        user.FindFirstValue("email"),
        user.FindFirstValue("org_id"),
        user.FindFirstValue("roles"),
        await context.GetTokenAsync("access_token"),
        await context.GetTokenAsync("refresh_token"),
        await context.GetTokenAsync("id_token"));

    private static IResult Leave() => Results.SignOut(
        authenticationSchemes: [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]);

    /// <summary>What the application knows of its user.</summary>
    internal sealed record Shown(
        string? Sub, string? Email, string? OrgId, string? Role, string? AccessToken, string? RefreshToken, string? IdToken);
}
